import type { Invariant } from './invariant.ts';

/** Whoever calls a provider has claimed that very attempt, and each attempt is begun once. */
export const claimedBeforeContact: Invariant = {
  number: 2,
  rule: 'a provider call follows the claim of its attempt, and no attempt is begun twice',
  watch: (world) => {
    const claims = new Set<string>();
    const begun = new Set<string>();
    return {
      fact: ({ type, aggregate, key }) => {
        if (type === 'claimed') claims.add(`${aggregate}/${key}`);
      },
      started: ({ commandId, attempt }) => {
        const claim = `command#${commandId}/claimed#${attempt}`;
        if (!claims.has(claim)) world.violate(2, `attempt ${attempt} is begun without a claim`, commandId);
        if (begun.has(claim)) world.violate(2, `attempt ${attempt} is begun twice`, commandId);
        begun.add(claim);
      },
    };
  },
};
