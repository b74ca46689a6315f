import { describe, expect, it } from 'vitest';
import { simulateCampaigns } from '../../bench/fairness/simulate-campaigns.ts';

const simulate = (by: 'nothing' | 'groups and tokens', weight = 1) =>
  simulateCampaigns({ large: 3000, small: 100, laterMs: 5000, perSecond: 50, weight, by, seed: 7 });

describe('a campaign of 100 beside a large one', () => {
  it.each([1, 3])('is delayed by about its share, at weight %d, and the rate is used', async (weight) => {
    const report = await simulate('groups and tokens', weight);

    expect(report.byShare).toBeLessThan(1.3);
    expect(report.utilisation).toBeGreaterThan(0.9);
    expect(report.setAside).toBe(0);
    expect(report.mostReceives).toBeLessThanOrEqual(2);
  });

  it('waits for nearly all of the large one where nothing keeps them apart', async () => {
    expect((await simulate('nothing')).byShare).toBeGreaterThan(10);
  });
});
