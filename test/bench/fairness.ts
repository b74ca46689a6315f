import type { Benchmark, Row } from './benchmark.ts';
import { simulateCampaigns } from './fairness/simulate-campaigns.ts';

const SEED = 20_261_126;
const WAYS = ['nothing', 'groups', 'tokens', 'groups and tokens'] as const;

/** Fairness: a campaign of 100 that comes while one of 100,000 waits, by what keeps them apart. */
export const fairness: Benchmark = async ({ quick }) => {
  const rows: Row[] = [];
  for (const weight of [1, 3]) {
    for (const by of WAYS) {
      const report = await simulateCampaigns({
        large: quick ? 10_000 : 100_000,
        small: 100,
        laterMs: 5000,
        perSecond: 50,
        weight,
        by,
        seed: SEED,
      });
      rows.push({
        'kept apart by': by,
        'weight of the small one': weight,
        'its time ÷ that of its share': report.byShare.toFixed(2),
        'rate used meanwhile': `${(100 * report.utilisation).toFixed(0)} %`,
        'receives (mean, most)': `${report.meanReceives.toFixed(2)}, ${report.mostReceives}`,
        'set aside': report.setAside,
      });
    }
  }
  return {
    title: 'Fairness between a campaign of 100,000 and one of 100',
    layer: 'seeded discrete-event simulation',
    goal: 'the small one is delayed by no more than its share: about 1',
    rows,
    notes: [
      'One identity that may send 50 messages a second; six processes with batches of 10; the small campaign comes 5 s after.',
      'Its share is weight ÷ (1 + weight) of the rate. Groups: a fair queue gives the quiet campaign’s messages first.',
      'Below 1 it is done before its share would be: groups alone know no weights.',
    ],
  };
};
