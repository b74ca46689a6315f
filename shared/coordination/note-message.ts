import type { BusIntake } from '../client/read-bus-event.ts';
import { changeOfContextUpdate, changeOfEvent } from '../conversations/change-of-message.ts';
import type { ConversationWriter } from '../conversations/conversation-writer.ts';
import { eventAggregate, fact, rejectedFact } from '../journal/command-facts.ts';
import type { Fact } from '../journal/fact.ts';
import type { Journal } from '../journal/journal.ts';
import { contextUpdateSchema } from '../messages/context-update.ts';
import { type Event, eventSchema } from '../messages/event.ts';
import { isLooping } from '../messages/hops.ts';
import { isDeeperThan } from '../messages/is-deeper-than.ts';
import { messageIdIn } from '../messages/message-id.ts';
import { contextUpdateRow, type EventTypeRow, eventTypeTable } from '../messages/message-types.ts';
import { type Issue, parseMessage } from '../messages/parse-message.ts';
import type { Priority } from '../messages/priority.ts';
import type { PersonalCipher } from '../security/personal-cipher.ts';

export type NoteDeps = {
  readonly journal: Journal;
  readonly cipher: PersonalCipher;
  readonly conversations: ConversationWriter;
  /** Whether personal fields may come in the clear. */
  readonly allowPlainContext: boolean;
  /** Milliseconds since 1970. */
  readonly now: () => number;
};

/** Deeper documents parse, and then overflow the stack of whoever writes them again. */
const DEEPEST = 32;

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
  const { messageId, source, contextUpdate, correlation } = parsed.value;
  if (isLooping({ correlation })) {
    return [heardOf(messageId, 'CONTEXT_UPDATE_PARKED', contextUpdateRow.tier, source, deps)];
  }
  if (!deps.allowPlainContext && typeof contextUpdate.updates !== 'string') {
    const rule = 'must be a compact JWE: this stage takes no personal data in the clear';
    return reject(intake, [{ path: 'contextUpdate.updates', rule }], deps);
  }
  const change = await changeOfContextUpdate(parsed.value, deps.cipher);
  if (!change.ok) return reject(intake, change.issues, deps);
  await deps.conversations.write(change.value, { messageId, source });
  return [];
};

const noteEvent = async (intake: BusIntake, deps: NoteDeps): Promise<readonly Fact[]> => {
  const parsed = parseMessage(eventSchema, intake.message);
  if (!parsed.ok) return reject(intake, parsed.issues, deps);
  const { messageId, source, event } = parsed.value;
  const received = heardOf(messageId, event.type, tierOf(event), source, deps, event.customerId);
  const change = isLooping(parsed.value) ? undefined : await changeOfEvent(parsed.value, deps.cipher);
  if (change !== undefined) await deps.conversations.write(change, { messageId, source });
  return [received];
};

const tierOf = ({ type }: Event['event']): Priority => {
  const rows: Readonly<Record<string, EventTypeRow>> = eventTypeTable;
  return rows[type]?.tier ?? 'MEDIUM';
};

const heardOf = (
  messageId: string,
  eventType: string,
  tier: Priority,
  source: string,
  { now }: NoteDeps,
  customerId?: string,
): Fact => fact('event-received', eventAggregate(messageId), now(), { eventType, tier, source, customerId });

const reject = (
  { intakeId, message }: BusIntake,
  issues: readonly Issue[],
  { now }: NoteDeps,
): readonly Fact[] => [rejectedFact(messageIdIn(message), now(), { issues, intakeId })];
