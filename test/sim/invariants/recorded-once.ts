import { commandStateOf } from '../../../shared/journal/command-state.ts';
import type { Invariant } from './invariant.ts';

const effects: ReadonlySet<string> = new Set(['payment-recorded', 'consent-recorded', 'consent-revoked']);

/** Payments and consents have exactly one effect where the journal says that they were performed, and else none. */
export const recordedOnce: Invariant = {
  number: 3,
  rule: 'what is owed exactly once has one committed row and one fact of it, or none and the reason',
  check: async (world) => {
    const rows = Map.groupBy(world.records.rows.values(), ({ open }) => open['commandId']);
    for (const { kind, messageId } of world.submitted.values()) {
      if (kind !== 'record') continue;
      const facts = await world.factsOf(messageId);
      const expected = commandStateOf(facts).status === 'DELIVERED' ? 1 : 0;
      const told = facts.filter(({ type }) => effects.has(type)).length;
      const written = rows.get(messageId)?.length ?? 0;
      if (told !== expected || written !== expected) {
        world.violate(3, `has ${written} rows and ${told} facts of its effect, not ${expected}`, messageId);
      }
    }
  },
};
