import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BalancingName, strategies } from '../../../shared/balancing/strategies.ts';
import type { Candidate } from '../../../shared/balancing/strategy.ts';
import { SeededRandom } from '../../sim/seeded-random.ts';

const names = Object.keys(strategies) as BalancingName[];

const candidatesOf = (weights: readonly number[], loads: readonly Partial<Candidate>[] = []): Candidate[] =>
  weights.map((weight, at) => ({
    identity: `email-agent-00${at + 1}`,
    weight,
    inFlight: 0,
    responseMs: undefined,
    ...loads[at],
  }));

const countsOf = (name: BalancingName, candidates: readonly Candidate[], choices: number, seed: number) => {
  const random = new SeededRandom(seed);
  const { choose } = strategies[name](() => random.next());
  const counts = candidates.map(() => 0);
  for (let at = 0; at < choices; at += 1) {
    const chosen = candidates.indexOf(choose(candidates, `cust-${random.bits()}`));
    counts[chosen] = (counts[chosen] ?? 0) + 1;
  }
  return counts;
};

const someWeights = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 6 });
const someLoad = fc.record({
  inFlight: fc.nat({ max: 50 }),
  responseMs: fc.option(fc.nat({ max: 5000 }), { nil: undefined }),
});
const someLoads = fc.array(someLoad, { minLength: 6, maxLength: 6 });

describe.each(names)('%s', (name) => {
  it('chooses one of the candidates, whatever their weights and loads', () => {
    fc.assert(
      fc.property(someWeights, someLoads, fc.integer(), (weights, loads, seed) => {
        const counts = countsOf(name, candidatesOf(weights, loads), 20, seed);

        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(20);
      }),
    );
  });
});

describe('weighted-round-robin', () => {
  it('gives each exactly its share over a cycle, wherever it begins', () => {
    fc.assert(
      fc.property(someWeights, fc.integer({ min: 1, max: 3 }), fc.integer(), (weights, cycles, seed) => {
        const cycle = weights.reduce((sum, weight) => sum + weight, 0);

        expect(countsOf('weighted-round-robin', candidatesOf(weights), cycle * cycles, seed)).toEqual(
          weights.map((weight) => weight * cycles),
        );
      }),
      { numRuns: 500 },
    );
  });

  it('never runs ahead of a share by more than one choice for each other candidate', () => {
    fc.assert(
      fc.property(someWeights, fc.integer({ min: 1, max: 60 }), fc.integer(), (weights, choices, seed) => {
        const total = weights.reduce((sum, weight) => sum + weight, 0);
        const counts = countsOf('weighted-round-robin', candidatesOf(weights), choices, seed);

        for (const [at, count] of counts.entries())
          expect(Math.abs(count - (choices * (weights[at] ?? 0)) / total)).toBeLessThanOrEqual(
            weights.length,
          );
      }),
      { numRuns: 500 },
    );
  });
});

describe('round-robin', () => {
  it('gives each the same number of any whole number of rounds, and does not always begin with the first', () => {
    fc.assert(
      fc.property(someWeights, fc.integer({ min: 1, max: 5 }), fc.integer(), (weights, rounds, seed) => {
        const counts = countsOf('round-robin', candidatesOf(weights), weights.length * rounds, seed);

        expect(new Set(counts)).toEqual(new Set([rounds]));
      }),
    );
    const firsts = Array.from({ length: 50 }, (_, seed) =>
      countsOf('round-robin', candidatesOf([1, 1]), 1, seed).indexOf(1),
    );
    expect(new Set(firsts)).toEqual(new Set([0, 1]));
  });
});

describe.each(['least-connections', 'response-time'] as const)('%s', (name) => {
  it('never chooses the dearer of two', () => {
    fc.assert(
      fc.property(someWeights, someLoads, fc.integer(), (weights, loads, seed) => {
        const candidates = candidatesOf([...weights, 1], loads);
        const costOf = ({ inFlight, responseMs, weight }: Candidate) =>
          ((inFlight + 1) * (name === 'response-time' ? Math.max(1, responseMs ?? meanMs(candidates)) : 1)) /
          weight;
        const dearest = candidates.toSorted((a, b) => costOf(b) - costOf(a));
        fc.pre(costOf(dearest[0] as Candidate) > costOf(dearest[1] as Candidate));

        expect(countsOf(name, candidates, 30, seed)[candidates.indexOf(dearest[0] as Candidate)]).toBe(0);
      }),
    );
  });

  it('shares out by weight where all are equally busy', () => {
    const counts = countsOf(name, candidatesOf([1, 1, 1, 1]), 8000, 7);

    for (const count of counts) expect(count).toBeGreaterThan(1800);
  });
});

const meanMs = (candidates: readonly Candidate[]): number => {
  const known = candidates.flatMap(({ responseMs }) => responseMs ?? []);
  return known.length === 0 ? 1 : known.reduce((sum, ms) => sum + ms, 0) / known.length;
};
