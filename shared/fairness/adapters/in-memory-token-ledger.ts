import type { BucketTimes, TokenLedger, Want } from '../token-ledger.ts';

/** The buckets of a pool without AWS, for tests and simulations. */
export class InMemoryTokenLedger implements TokenLedger {
  readonly #times = new Map<string, number>();

  async take(wants: readonly Want[], known: BucketTimes, now: number) {
    const next = wants.map(({ bucket, ms, latestAt }) => {
      const time = this.#times.get(bucket) ?? 0;
      const isAsSeen = time >= now === (known[bucket] ?? 0) >= now;
      const after = Math.max(now, time) + ms;
      return isAsSeen && after <= latestAt + 1e-6 ? ([bucket, after] as const) : undefined;
    });
    const taken = next.every((change) => change !== undefined);
    if (taken) for (const [bucket, after] of next) this.#times.set(bucket, after);
    return { taken, times: Object.fromEntries(this.#times) };
  }
}
