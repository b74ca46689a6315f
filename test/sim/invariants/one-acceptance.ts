import type { Invariant } from './invariant.ts';

/** Nobody is contacted twice. */
export const oneAcceptance: Invariant = {
  number: 2,
  rule: 'a provider takes each command at most once',
  watch: (world) => {
    const accepted = new Map<string, number>();
    return {
      accepted: ({ commandId, attempt }) => {
        const before = accepted.get(commandId);
        if (before !== undefined) {
          world.violate(2, `attempts ${before} and ${attempt} were both taken by the provider`, commandId);
        }
        accepted.set(commandId, attempt);
      },
    };
  },
};
