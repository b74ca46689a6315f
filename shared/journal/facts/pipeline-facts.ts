/** The facts of what an inbound message led to. */
export type PipelineFacts = Record<never, never>;

/** Their places in the order of cause and effect within their aggregate. */
export const pipelineRanks = {} as const satisfies {
  [T in keyof PipelineFacts]: (body: PipelineFacts[T]) => number;
};
