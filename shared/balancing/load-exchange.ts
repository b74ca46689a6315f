import type { LoadBuckets, PoolLoad } from './pool-load.ts';

/** Where the processes of a pool tell each other what its identities did. What is lost there is only known later. */
export type LoadExchange = {
  /** Adds a process's report to the span of `now` (milliseconds since 1970) and gives everybody's, in one call. Throws. */
  exchange(report: PoolLoad, now: number): Promise<LoadBuckets>;
};

/** Functions may update items of the table of state whose id begins so (`State.grantPools`). */
export const POOL_PREFIX = 'pool#';
