import type { Candidate } from './strategy.ts';

/**
 * The cheaper of two different candidates, drawn by weight. What is known of the load is a second old: whoever always took the
 * cheapest of all would run with everybody else into the same one.
 */
export const cheaperOfTwo = (
  candidates: readonly Candidate[],
  costOf: (candidate: Candidate) => number,
  random: () => number,
): Candidate => {
  const first = draw(candidates, undefined, random);
  if (candidates.length === 1) return first;
  const second = draw(candidates, first, random);
  const [costOfFirst, costOfSecond] = [costOf(first), costOf(second)];
  if (costOfFirst === costOfSecond) return random() < 0.5 ? first : second;
  return costOfFirst < costOfSecond ? first : second;
};

const draw = (
  candidates: readonly Candidate[],
  except: Candidate | undefined,
  random: () => number,
): Candidate => {
  const open = candidates.filter((candidate) => candidate !== except);
  let left = random() * open.reduce((sum, { weight }) => sum + weight, 0);
  const drawn = open.find(({ weight }) => {
    left -= weight;
    return left < 0;
  });
  return drawn ?? (open.at(-1) as Candidate);
};
