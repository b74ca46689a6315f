import { STRANGER } from '../workload.ts';
import type { Invariant } from './invariant.ts';

/** A command of somebody who may not give it reaches no provider. */
export const authorisedOnly: Invariant = {
  number: 12,
  rule: 'a command that is not authorised reaches no provider',
  watch: (world) => ({
    started: ({ commandId }) => {
      const submitted = world.submitted.get(commandId);
      if (submitted === undefined)
        world.violate(12, 'reaches a provider, and no producer sent it', commandId);
      if (submitted?.document.source === STRANGER) world.violate(12, 'is not authorised', commandId);
      if (submitted?.kind === 'broken') world.violate(12, 'breaks a rule, and reaches a provider', commandId);
    },
  }),
};
