import type { Candidate, StrategyMaker } from './strategy.ts';

/** Each in turn, whatever its weight; a process begins anywhere, so that many short ones do not all begin with the first. */
export const roundRobin: StrategyMaker = (random) => {
  let turn = Math.floor(random() * 1_000_000);
  return {
    needsLoad: false,
    choose: (candidates) => {
      turn += 1;
      return candidates[turn % candidates.length] as Candidate;
    },
  };
};
