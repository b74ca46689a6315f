import type { Priority } from '../messages/priority.ts';

/** Which of a pool's two functions works on a lane: CRITICAL has one of its own, so that nothing waits before it. */
export type FunctionRole = 'critical' | 'standard';

/** The numbers of one lane: one queue, its dead-letter queue and its event source mapping. */
export type LaneRow = {
  /** Seconds from due to the start of the first provider call. */
  readonly deadlineSeconds: number;
  /** Messages an invocation receives at most: 1 to 10,000, above 10 only with a window. */
  readonly batchSize: number;
  /** Seconds that a mapping may wait to fill a batch; 0 hands over at once. */
  readonly batchWindowSeconds: number;
  /** Part of its function's concurrency that this lane may use: the shares of a function sum to at most 1. */
  readonly concurrencyShare: number;
  /** Seconds a received message stays hidden: at least six times the function's time-out. */
  readonly visibilityTimeoutSeconds: number;
  /** Receives before a message goes to the dead-letter queue. */
  readonly maxReceives: number;
};

/** One row for each pool and tier: `config/lanes.ts` is the only such table. */
export type LaneTable<Pool extends string = string> = Readonly<
  Record<Pool, Readonly<Record<Priority, LaneRow>>>
>;

/** The function that works on a tier. */
export const functionRoleOf = (tier: Priority): FunctionRole =>
  tier === 'CRITICAL' ? 'critical' : 'standard';
