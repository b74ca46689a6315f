import type { LoadExchange } from '../load-exchange.ts';
import { bucketAt, type Load, type LoadBuckets, type PoolLoad } from '../pool-load.ts';

/** The loads of a pool without AWS, for tests and simulations. */
export class InMemoryLoadExchange implements LoadExchange {
  #buckets: LoadBuckets = {};

  async exchange(report: PoolLoad, now: number): Promise<LoadBuckets> {
    const bucket = bucketAt(now);
    const before = this.#buckets[bucket - 1];
    const added = { ...this.#buckets[bucket] };
    for (const [identity, load] of Object.entries(report)) added[identity] = sum(added[identity], load);
    this.#buckets = { ...(before && { [bucket - 1]: before }), [bucket]: added };
    return this.#buckets;
  }
}

const sum = (before: Load = { calls: 0, busyMs: 0 }, { calls, busyMs }: Load): Load => ({
  calls: before.calls + calls,
  busyMs: before.busyMs + busyMs,
});
