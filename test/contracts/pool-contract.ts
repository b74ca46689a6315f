import { describe, expect, it } from 'vitest';
import type { LoadExchange } from '../../shared/balancing/load-exchange.ts';
import { BUCKET_MS } from '../../shared/balancing/pool-load.ts';
import type { TokenLedger } from '../../shared/fairness/token-ledger.ts';

const NOW = 1_700_000_000_000;

/** What every ledger of tokens promises; `open` gives the full buckets of a new pool. */
export const describeTokenLedger = (name: string, open: () => Promise<TokenLedger>): void => {
  const want = (bucket: string, ms: number, latestAt = NOW + 1000) => ({ bucket, ms, latestAt });

  describe(name, () => {
    it('begins a bucket at now, and moves one that is ahead on from where it is', async () => {
      const ledger = await open();

      const first = await ledger.take([want('i|a', 100)], {}, NOW);
      const second = await ledger.take([want('i|a', 71.428571)], first.times, NOW + 10);

      expect(first).toEqual({ taken: true, times: { 'i|a': NOW + 100 } });
      expect(second).toEqual({ taken: true, times: { 'i|a': NOW + 171.428571 } });
    });

    it('takes all or nothing, and says how the buckets stand', async () => {
      const ledger = await open();
      const { times } = await ledger.take([want('i|a', 900), want('c|x', 100)], {}, NOW);

      const refused = await ledger.take([want('i|a', 200), want('c|x', 100)], times, NOW);

      expect(refused).toEqual({ taken: false, times: { 'i|a': NOW + 900, 'c|x': NOW + 100 } });
      expect((await ledger.take([want('i|a', 100), want('c|x', 100)], times, NOW)).taken).toBe(true);
    });

    it('refuses once where another process woke a bucket up meanwhile, and tells of it', async () => {
      const ledger = await open();
      await ledger.take([want('i|a', 300)], {}, NOW);

      const { taken, times } = await ledger.take([want('i|a', 300)], {}, NOW);

      expect([taken, times]).toEqual([false, { 'i|a': NOW + 300 }]);
      expect((await ledger.take([want('i|a', 300)], times, NOW)).taken).toBe(true);
    });

    it('gives no token twice to many at once', async () => {
      const ledger = await open();
      const { times } = await ledger.take([want('i|a', 1)], {}, NOW);

      const answers = await Promise.all(
        Array.from({ length: 12 }, () => ledger.take([want('i|a', 100)], times, NOW)),
      );

      expect(answers.filter(({ taken }) => taken)).toHaveLength(9);
    });

    it('begins a bucket anew that was at rest for long', async () => {
      const ledger = await open();
      const { times } = await ledger.take([want('c|old', 5), want('i|a', 5)], {}, NOW);
      const later = NOW + 3_600_000;
      const latestAt = later + 1000;

      const answer = await ledger.take([{ bucket: 'i|a', ms: 5, latestAt }], times, later);
      const again = await ledger.take([{ bucket: 'c|old', ms: 5, latestAt }], answer.times, later);

      expect(answer.times['i|a']).toBe(later + 5);
      expect([again.taken, again.times['c|old']]).toEqual([true, later + 5]);
    });
  });
};

/** What every exchange of loads promises; `open` gives that of a new pool, as a process of it reaches it. */
export const describeLoadExchange = (name: string, open: () => Promise<LoadExchange>): void => {
  describe(name, () => {
    it('adds up what is reported within a span, and gives the span before beside it', async () => {
      const exchange = await open();
      const bucket = NOW / BUCKET_MS;

      await exchange.exchange({ a: { calls: 2, busyMs: 100 } }, NOW);
      await Promise.all([
        exchange.exchange({ a: { calls: 1, busyMs: 50 }, b: { calls: 1, busyMs: 7 } }, NOW + BUCKET_MS),
        exchange.exchange({ a: { calls: 1, busyMs: 50 } }, NOW + BUCKET_MS),
      ]);
      const buckets = await exchange.exchange({ b: { calls: 1, busyMs: 3 } }, NOW + 2 * BUCKET_MS - 1);

      expect(buckets[bucket]).toEqual({ a: { calls: 2, busyMs: 100 } });
      expect(buckets[bucket + 1]).toEqual({ a: { calls: 2, busyMs: 100 }, b: { calls: 2, busyMs: 10 } });
    });

    it('keeps nothing of spans long gone', async () => {
      const exchange = await open();
      for (let span = 0; span < 6; span += 1)
        await exchange.exchange({ a: { calls: 1, busyMs: 1 } }, NOW + span * BUCKET_MS);

      const buckets = await exchange.exchange({ a: { calls: 1, busyMs: 1 } }, NOW + 6 * BUCKET_MS);

      expect(Object.keys(buckets).length).toBeLessThanOrEqual(4);
    });
  });
};
