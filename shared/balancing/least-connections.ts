import type { StrategyMaker } from './strategy.ts';
import { cheaperOfTwo } from './two-choices.ts';

/** The less busy of two: fewest calls on their way for its weight. */
export const leastConnections: StrategyMaker = (random) => ({
  needsLoad: true,
  choose: (candidates) => cheaperOfTwo(candidates, ({ inFlight, weight }) => (inFlight + 1) / weight, random),
});
