/** Requests by operation, such as `dynamodb.Query`. */
export type Requests = Readonly<Record<string, number>>;

const REQUEST = /AWS ([a-z0-9-]+\.[A-Za-z]+) => \d+/g;

/** Counts the requests that LocalStack's log of level `info` names. */
export const requestsIn = (log: string): Requests => {
  const counts: Record<string, number> = {};
  for (const [, operation = ''] of log.matchAll(REQUEST)) counts[operation] = (counts[operation] ?? 0) + 1;
  return counts;
};
