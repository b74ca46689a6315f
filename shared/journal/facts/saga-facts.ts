/** The facts of sagas. */
export type SagaFacts = Record<never, never>;

/** Their places in the order of cause and effect within their aggregate. */
export const sagaRanks = {} as const satisfies { [T in keyof SagaFacts]: (body: SagaFacts[T]) => number };
