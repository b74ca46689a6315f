import type { BusIntake } from '../client/read-bus-event.ts';
import { changeOfContextUpdate, changeOfEvent } from '../conversations/change-of-message.ts';
import type { ConversationWriter } from '../conversations/conversation-writer.ts';
import { eventAggregate, fact, rejectedFact } from '../journal/command-facts.ts';
import type { Fact, FactOf } from '../journal/fact.ts';
import type { Journal } from '../journal/journal.ts';
import { contextUpdateSchema } from '../messages/context-update.ts';
import { type Event, eventSchema } from '../messages/event.ts';
import { hopsOf, isLooping } from '../messages/hops.ts';
import { hopsIn } from '../messages/hops-in.ts';
import { DEEPEST, isDeeperThan } from '../messages/is-deeper-than.ts';
import { messageIdIn } from '../messages/message-id.ts';
import { contextUpdateRow, type EventTypeRow, eventTypeTable } from '../messages/message-types.ts';
import { type Issue, parseMessage } from '../messages/parse-message.ts';
import type { Priority } from '../messages/priority.ts';
import type { LeadOn } from '../pipeline/lead-on.ts';
import type { PersonalCipher } from '../security/personal-cipher.ts';
import type { Escalate } from './escalate.ts';
import { readEscalation } from './read-escalation.ts';

export type NoteDeps = {
  readonly journal: Journal;
  readonly cipher: PersonalCipher;
  readonly conversations: ConversationWriter;
  readonly escalate: Escalate;
  /** Leads inbound messages on. @default they are noted, and nothing follows */
  readonly leadOn?: LeadOn | undefined;
  /** Whether personal fields may come in the clear. */
  readonly allowPlainContext: boolean;
  /** Milliseconds since 1970. */
  readonly now: () => number;
};

/**
 * Takes in what an agent learned (CONTEXT_UPDATE) or what happened (EVENT), and answers with the facts of it. Repeating it is
 * safe. Throws where it could not be written.
 */
export const noteMessage = async (intake: BusIntake, deps: NoteDeps): Promise<readonly Fact[]> => {
  if (isDeeperThan(intake.message, DEEPEST)) {
    return reject(intake, [{ path: '', rule: `must be nested at most ${DEEPEST} levels deep` }], deps);
  }
  return intake.messageType === 'EVENT' ? noteEvent(intake, deps) : noteContextUpdate(intake, deps);
};

const noteContextUpdate = async (intake: BusIntake, deps: NoteDeps): Promise<readonly Fact[]> => {
  const parsed = parseMessage(contextUpdateSchema, intake.message);
  if (!parsed.ok) return reject(intake, parsed.issues, deps);
  const { messageId, source, contextUpdate } = parsed.value;
  const { customerId, updates } = contextUpdate;
  if (isLooping(parsed.value)) {
    const { tier } = contextUpdateRow;
    return [heard(messageId, { eventType: 'CONTEXT_UPDATE', tier, source, customerId, parkedFor }, deps)];
  }
  if (isForbidden(updates, deps)) return reject(intake, plainIssues('contextUpdate.updates'), deps);
  const change = await changeOfContextUpdate(parsed.value, deps.cipher);
  if (!change.ok) return reject(intake, change.issues, deps);
  await deps.conversations.write(change.value, { messageId, source, hops: hopsOf(parsed.value) });
  return [];
};

const noteEvent = async (intake: BusIntake, deps: NoteDeps): Promise<readonly Fact[]> => {
  const parsed = parseMessage(eventSchema, intake.message);
  if (!parsed.ok) return reject(intake, parsed.issues, deps);
  const { messageId, source, event } = parsed.value;
  const { type: eventType, customerId, metadata } = event;
  const received = { eventType, tier: tierOf(event), source, customerId };
  if (isLooping(parsed.value)) return [heard(messageId, { ...received, parkedFor }, deps)];
  if (isForbidden(metadata.recipientResponse, deps)) {
    return reject(intake, plainIssues('event.metadata.recipientResponse'), deps);
  }
  const escalation = readEscalation(parsed.value);
  if (escalation?.ok === false) return reject(intake, escalation.issues, deps);
  if (escalation !== undefined) await deps.escalate(escalation.value);
  const change = await changeOfEvent(parsed.value, deps.cipher);
  const led = await deps.leadOn?.(parsed.value, change);
  if (led !== undefined) return [heard(messageId, received, deps), ...led];
  if (change !== undefined) {
    await deps.conversations.write(change, { messageId, source, hops: hopsOf(parsed.value) });
  }
  return [heard(messageId, received, deps)];
};

/** Why a message that is part of a loop is kept aside. */
const parkedFor = 'TOO_MANY_HOPS';

/** Whether a personal field stands in the clear where it may not. */
const isForbidden = (value: unknown, { allowPlainContext }: NoteDeps): boolean =>
  !allowPlainContext && typeof value === 'object' && value !== null;

const plainIssues = (path: string): readonly Issue[] => [
  { path, rule: 'must be a compact JWE: this stage takes no personal data in the clear' },
];

const tierOf = ({ type }: Event['event']): Priority => {
  const rows: Readonly<Record<string, EventTypeRow>> = eventTypeTable;
  return rows[type]?.tier ?? 'MEDIUM'; // an upper-case name is no property of every object
};

const heard = (messageId: string, body: FactOf<'event-received'>['body'], { now }: NoteDeps): Fact =>
  fact('event-received', eventAggregate(messageId), now(), body);

const reject = (
  { intakeId, message }: BusIntake,
  issues: readonly Issue[],
  { now }: NoteDeps,
): readonly Fact[] => [
  rejectedFact(messageIdIn(message), now(), { issues, intakeId, hops: hopsIn(message) }),
];
