import { describe, expect, it } from 'vitest';
import { pairedRounds, quantile } from '../../bench/paired-rounds.ts';

describe('pairedRounds', () => {
  it('compares within a round, so that a slow phase of the machine cancels out', async () => {
    const slowness = (round: number) => (round > 5 ? 10 : 1);

    const { ratios } = await pairedRounds(
      { base: (round) => slowness(round), double: (round) => 2 * slowness(round) },
      'base',
      11,
    );

    expect(ratios).toEqual({
      base: { median: 1, p10: 1, p90: 1 },
      double: { median: 2, p10: 2, p90: 2 },
    });
  });

  it('rotates the order from round to round', async () => {
    const order: string[] = [];
    const contender = (name: string) => () => order.push(name);

    await pairedRounds({ a: contender('a'), b: contender('b'), c: contender('c') }, 'a', 1);

    expect(order.join('')).toBe('abcbcacab');
  });
});

describe('quantile', () => {
  it('interpolates between values', () => {
    expect(quantile([3, 1, 2, 4], 0.5)).toBe(2.5);
    expect(quantile([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], 0.1)).toBe(2);
  });
});
