import type { ContactPolicies } from '../../shared/policy/contact-policies.ts';
import { createContactPolicy, policyControls } from '../../shared/policy/contact-policy.ts';
import { InMemoryControlStore } from '../../shared/state/adapters/in-memory-control-store.ts';
import { createControlBoard } from '../../shared/state/control-board.ts';
import { aTemplate } from './a-template.ts';
import { LaneWorld, type WorldOptions } from './lane-world.ts';

const fewPolicies: ContactPolicies = {
  purposes: { service: { basis: 'contract' }, news: { basis: 'consent' } },
  defaultPurpose: 'service',
  defaultClassification: 'PERSONAL',
  highestClassification: {},
  highestClassificationElsewhere: 'PERSONAL',
};

/** A lane of the e-mail agent behind the real contact gate. A template whose id is a purpose has that purpose. */
export const aGateWorld = (
  options: Omit<WorldOptions, 'policy'> = {},
  policies: ContactPolicies = fewPolicies,
) => {
  const controls = new InMemoryControlStore();
  const world: LaneWorld = new LaneWorld({ ...options, policy: (contact) => policy(contact) });
  const now = () => world.now;
  const policy = createContactPolicy({
    channel: 'email',
    policies,
    templates: {
      get: async (id) => aTemplate({}, Object.hasOwn(policies.purposes, id) ? { purpose: id } : {}),
    },
    controls: createControlBoard({ store: controls, names: [...policyControls], now }),
    now,
  });
  return { world, controls };
};
