import { commandStateOf } from '../../../shared/journal/command-state.ts';
import { type EventStatus, eventStatuses } from '../../../shared/messages/event.ts';
import type { World } from '../world.ts';
import type { Invariant } from './invariant.ts';

type News = { readonly sequence: number; readonly status: EventStatus };
const heard = new WeakMap<World, Map<string, News>>();

/** Late news never overwrite newer ones: in a subscriber that goes by sequence, and in what is known of a conversation. */
export const newestWins: Invariant = {
  number: 4,
  rule: 'subscribers end with the status that the journal has; a conversation holds what was said last',
  watch: (world) => {
    const newest = new Map<string, News>();
    heard.set(world, newest);
    return {
      heard: ({ event, correlation }) => {
        const commandId = correlation['originalCommandId'];
        const sequence = event.metadata['sequence'] as number;
        // Answers, and news beside the status (a deadline missed, another channel chosen), leave a contact's status as it was.
        if (commandId === undefined || ['RESPONDED', 'RECORDED'].includes(event.status)) return;
        const status = event.status as EventStatus;
        if (sequence >= (newest.get(commandId)?.sequence ?? 0)) newest.set(commandId, { sequence, status });
      },
    };
  },
  check: async (world) => {
    for (const { kind, messageId } of world.submitted.values())
      if (kind === 'contact') await checkSubscriber(world, messageId);
    await checkConversations(world);
  },
};

const checkSubscriber = async (world: World, commandId: string): Promise<void> => {
  const { status } = commandStateOf(await world.factsOf(commandId));
  if (!eventStatuses.some((known) => known === status)) return;
  const told = heard.get(world)?.get(commandId)?.status;
  if (told !== status)
    world.violate(4, `is ${status}, and whoever hears the bus takes it for ${told}`, commandId);
};

/** Of the updates that were taken in, the one with the newest timestamp must be what is known. */
const checkConversations = async (world: World): Promise<void> => {
  const updates = new Map<string, { at: string; mood: string; messageId: string }[]>();
  for (const { kind, messageId, customerId, document } of world.submitted.values()) {
    if (kind !== 'context') continue;
    const said = document['contextUpdate'] as { updates: { sentiment: string } };
    const update = { at: String(document['timestamp']), mood: said.updates.sentiment, messageId };
    updates.set(customerId, [...(updates.get(customerId) ?? []), update]);
  }
  for (const [customerId, said] of updates) {
    const facts = await world.journal.read(`customer#${customerId}`);
    const taken = new Set(
      facts.flatMap(({ type, body }) => (type === 'context-updated' ? [body.intakeId] : [])),
    );
    const inForce = said.filter(({ messageId }) => taken.has(messageId));
    const newest = inForce.reduce((max, { at }) => (at > max ? at : max), '');
    // A change may be stored whose fact is not written yet, when its message waits among the parked ones.
    const allowed = said.filter(({ at }) => at >= newest).map(({ mood }) => mood);
    const known = (await world.conversations.get(customerId))?.context['sentiment'];
    if (inForce.length > 0 && !allowed.some((mood) => mood === known)) {
      world.violate(
        4,
        `${customerId}: ${known} is known, and ${allowed} was said last`,
        inForce[0]?.messageId,
      );
    }
  }
};
