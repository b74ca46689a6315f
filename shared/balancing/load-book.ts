import type { LoadExchange } from './load-exchange.ts';
import { PeakEwma } from './peak-ewma.ts';
import { type KnownLoad, type Load, type LoadBuckets, loadOf } from './pool-load.ts';

/** What one process knows of the loads of a pool's identities. */
export type LoadBook = {
  /** Of an identity as of `at` (milliseconds since 1970); of response times the worse of its own measurements and those of all. */
  of(identity: string, at: number): KnownLoad;
  /** A call by an identity ended after so many milliseconds. */
  note(identity: string, ms: number): void;
  /** Tells the other processes what was noted, and learns of them; once a second at most. Never throws. */
  share(): Promise<void>;
};

const SHARE_EVERY_MS = 1000;
const NO_LOAD: Load = { calls: 0, busyMs: 0 };

/** Makes the book of one process. */
export const createLoadBook = (loads: LoadExchange, now: () => number): LoadBook => {
  const averages = new Map<string, PeakEwma>();
  let buckets: LoadBuckets = {};
  let unsaid: Record<string, Load> = {};
  let sharedAt = Number.NEGATIVE_INFINITY;
  return {
    of: (identity, at) => {
      const { inFlight, responseMs } = loadOf(identity, buckets, at);
      const own = averages.get(identity)?.value(at) ?? responseMs;
      return { inFlight, responseMs: own && Math.max(own, responseMs ?? 0) };
    },
    note: (identity, ms) => {
      const average = averages.get(identity) ?? new PeakEwma();
      average.observe(ms, now());
      averages.set(identity, average);
      const { calls, busyMs } = unsaid[identity] ?? NO_LOAD;
      unsaid[identity] = { calls: calls + 1, busyMs: busyMs + ms };
    },
    share: async () => {
      const at = now();
      if (at - sharedAt < SHARE_EVERY_MS || Object.keys(unsaid).length === 0) return;
      sharedAt = at;
      const report = unsaid;
      unsaid = {};
      // Lossy by design: what does not get through is only known later.
      buckets = await loads.exchange(report, at).catch(() => buckets);
    },
  };
};
