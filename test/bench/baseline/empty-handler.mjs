// @ts-check
/** The least that a function can be: what Node itself takes to start is in it and in every bundle. */
export const handler = async () => ({ batchItemFailures: [] });
