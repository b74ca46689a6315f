import { commandStateOf } from '../../../shared/journal/command-state.ts';
import type { Fact } from '../../../shared/journal/fact.ts';
import type { World } from '../world.ts';
import type { Invariant } from './invariant.ts';

/** Statuses that say that nobody was contacted. */
const untouched: ReadonlySet<string> = new Set([
  'SUPPRESSED',
  'EXPIRED',
  'CANCELLED',
  'ERASED',
  'REJECTED',
  'RETRYING',
]);

/** The effects that the journal speaks of, and only those, have happened. */
export const journalTellsTheTruth: Invariant = {
  number: 3,
  rule: 'what the journal says was sent was taken once, what it says was not was not; each history entry is there once',
  watch: (world) => ({
    accepted: ({ commandId, attempt }) => {
      world.acceptedAttempts.set(commandId, [...(world.acceptedAttempts.get(commandId) ?? []), attempt]);
    },
  }),
  check: async (world) => {
    for (const { kind, messageId, customerId } of world.submitted.values()) {
      if (kind === 'contact' || kind === 'broken') {
        const lie = lieIn(await world.factsOf(messageId), world.acceptedAttempts.get(messageId) ?? []);
        if (lie !== undefined) world.violate(3, lie, messageId);
      }
      if (kind === 'history') await checkHistory(world, messageId, customerId);
    }
  },
};

const lieIn = (facts: readonly Fact[], accepted: readonly number[]): string | undefined => {
  const { status } = commandStateOf(facts);
  const types = new Set(facts.map(({ type }) => type));
  if ((status === 'SENT' || status === 'DELIVERED') && accepted.length !== 1) {
    return `is ${status} and was taken ${accepted.length} times`;
  }
  const isDenied = untouched.has(status) || (status === 'FAILED' && !types.has('bounced'));
  if (isDenied && accepted.length > 0) return `is ${status} and was taken`;
  const denied = facts.find(({ type, body }) => type === 'not-accepted' && accepted.includes(body.attempt));
  return denied && `says ${denied.key}, and that attempt was taken`;
};

const checkHistory = async (world: World, messageId: string, customerId: string): Promise<void> => {
  const facts = await world.factsOf(messageId);
  if (commandStateOf(facts).status !== 'DELIVERED') return;
  const entries = (await world.conversations.get(customerId))?.history ?? [];
  const count = entries.filter((entry) => entry['said'] === messageId).length;
  if (count !== 1) world.violate(3, `was performed, and its entry is there ${count} times`, messageId);
};
