import type { Candidate, StrategyMaker } from './strategy.ts';

/** A customer always meets the same identity, so that one conversation has one sender; shares are by weight. */
export const byCustomer: StrategyMaker = () => ({ needsLoad: false, choose: ofCustomer });

/**
 * The customer's own one among at least one candidate, by weighted rendezvous hashing: when one leaves or comes, only customers
 * who had it, or get it, meet another.
 */
export const ofCustomer = <C extends Pick<Candidate, 'identity' | 'weight'>>(
  candidates: readonly C[],
  customerId: string,
): C => {
  let best = candidates[0] as C;
  let highest = Number.NEGATIVE_INFINITY;
  for (const candidate of candidates) {
    const score = candidate.weight / -Math.log(unitHash(`${customerId}\n${candidate.identity}`));
    if (score > highest) [best, highest] = [candidate, score];
  }
  return best;
};

/** A number above 0 and below 1 that is the same on every machine: FNV-1a of 32 bits, its end mixed as MurmurHash3 does. */
const unitHash = (text: string): number => {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (((hash ^ (hash >>> 16)) >>> 0) + 0.5) / 0x1_0000_0000;
};
