import type { Candidate, StrategyMaker } from './strategy.ts';
import { cheaperOfTwo } from './two-choices.ts';

/** The one of two that would answer sooner: its response time, times the calls that are before it for its weight. */
export const responseTime: StrategyMaker = (random) => ({
  needsLoad: true,
  choose: (candidates) => {
    const unknownMs = meanMs(candidates);
    const costOf = ({ responseMs = unknownMs, inFlight, weight }: Candidate) =>
      (Math.max(1, responseMs) * (inFlight + 1)) / weight;
    return cheaperOfTwo(candidates, costOf, random);
  },
});

/** What nobody has called yet counts as the mean of the others: neither shunned nor run over. */
const meanMs = (candidates: readonly Candidate[]): number => {
  const known = candidates.flatMap(({ responseMs }) => (responseMs === undefined ? [] : [responseMs]));
  return known.length === 0 ? 1 : known.reduce((sum, ms) => sum + ms, 0) / known.length;
};
