import { describe, expect, it } from 'vitest';
import { simulatePool } from '../../bench/balancing/simulate-pool.ts';

const simulate = (
  balancing: Parameters<typeof simulatePool>[0]['balancing'],
  trouble: 'ten times slower' | 'dead',
) => simulatePool({ balancing, trouble, seconds: 12, seed: 7 });

describe('a simulated pool', () => {
  it.each(['least-connections', 'response-time'] as const)(
    'keeps by %s away from a slow identity',
    async (name) => {
      const byWeight = await simulate('weighted-round-robin', 'ten times slower');
      const report = await simulate(name, 'ten times slower');

      expect(report.troubledShare).toBeLessThan(byWeight.troubledShare / 2);
      expect(report.p99Ms).toBeLessThan(byWeight.p99Ms);
    },
  );

  it('does not run into an identity that refuses at once, fast as it looks', async () => {
    const byWeight = await simulate('weighted-round-robin', 'dead');
    const byTime = await simulate('response-time', 'dead');

    expect(byTime.troubledShare).toBeLessThan(byWeight.troubledShare / 4);
  });

  it('is the same for the same seed', async () => {
    expect(await simulate('least-connections', 'dead')).toEqual(await simulate('least-connections', 'dead'));
  });
});
