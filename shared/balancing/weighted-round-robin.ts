import type { Candidate, StrategyMaker } from './strategy.ts';

/** Steps into its cycle at which a process begins at most. */
const FURTHEST_START = 100;

/**
 * By weight and smoothly, as nginx does: each gains its weight, the one that has most is chosen and pays what all gained. Over
 * a cycle, which is the sum of whole weights, each has exactly its share. A process begins anywhere in the cycle, so that many
 * short ones do not all begin with the heaviest.
 */
export const weightedRoundRobin: StrategyMaker = (random) => {
  const credits = new Map<string, number>();
  const step = (candidates: readonly Candidate[]): Candidate => {
    let total = 0;
    let best = candidates[0] as Candidate;
    let most = Number.NEGATIVE_INFINITY;
    for (const candidate of candidates) {
      const credit = (credits.get(candidate.identity) ?? 0) + candidate.weight;
      credits.set(candidate.identity, credit);
      total += candidate.weight;
      if (credit > most) [best, most] = [candidate, credit];
    }
    credits.set(best.identity, most - total);
    return best;
  };
  return {
    needsLoad: false,
    choose: (candidates) => {
      if (credits.size === 0)
        for (let left = Math.floor(random() * FURTHEST_START); left > 0; left -= 1) step(candidates);
      return step(candidates);
    },
  };
};
