import { createHash } from 'node:crypto';
import type { Command } from '../messages/command.ts';
import { type ContextUpdate, contextFieldsSchema } from '../messages/context-update.ts';
import type { Event } from '../messages/event.ts';
import { instant } from '../messages/fields.ts';
import { broken, type Parsed, parseMessage } from '../messages/parse-message.ts';
import type { PersonalCipher } from '../security/personal-cipher.ts';
import { type ConversationChange, contextLimits } from './apply-update.ts';
import type { HistoryEntry } from './conversation.ts';

type Reads = Pick<PersonalCipher, 'decrypt'>;

/** The change that a CONTEXT_UPDATE asks for. */
export const changeOfContextUpdate = async (
  { timestamp, contextUpdate: { customerId, updates } }: ContextUpdate,
  cipher: Reads,
): Promise<Parsed<ConversationChange>> => {
  const said = typeof updates === 'string' ? await cipher.decrypt(customerId, updates) : updates;
  const path = 'contextUpdate.updates';
  if (!isRecord(said)) return broken(path, "must be a compact JWE under the customer's key");
  const parsed = parseMessage(contextFieldsSchema, said);
  if (!parsed.ok) {
    return { ok: false, issues: parsed.issues.map((issue) => ({ ...issue, path: `${path}.${issue.path}` })) };
  }
  const { valueBytes, nameLength } = contextLimits;
  return Object.entries(parsed.value).every(isShort)
    ? { ok: true, value: { customerId, at: timestamp, context: parsed.value } }
    : broken(
        path,
        `must have names of at most ${nameLength} characters and values of at most ${valueBytes} bytes`,
      );
};

const isShort = ([name, value]: readonly [string, unknown]): boolean =>
  name.length <= contextLimits.nameLength &&
  Buffer.byteLength(JSON.stringify(value) ?? '') <= contextLimits.valueBytes;

/** The change that UPDATE_CONVERSATION_HISTORY asks for. */
export const changeOfHistoryCommand = async (
  { messageId, timestamp, command }: Command,
  cipher: Reads,
): Promise<Parsed<ConversationChange>> => {
  const { customerId = '', context: { conversationHistory: carried } = {} } = command;
  const entries = typeof carried === 'string' ? await cipher.decrypt(customerId, carried) : carried;
  if (!Array.isArray(entries)) {
    return broken('command.context.conversationHistory', "must be a compact JWE under the customer's key");
  }
  const history = entries.map((entry) => toEntry(entry, messageId, timestamp));
  return { ok: true, value: { customerId, at: timestamp, history } };
};

/** The change that an EVENT makes: an answer is history and context, an emergency is context. `undefined` for others. */
export const changeOfEvent = async (
  { messageId, timestamp, event }: Event,
  cipher: Reads,
): Promise<ConversationChange | undefined> => {
  const { type, customerId, metadata } = event;
  if (customerId === undefined) return undefined;
  if (type === 'EMERGENCY_ESCALATION')
    return { customerId, at: timestamp, context: { escalationTrigger: true } };
  if (type !== 'CUSTOMER_RESPONDED') return undefined;
  const { recipientResponse, channel } = metadata;
  const response =
    typeof recipientResponse === 'string'
      ? await cipher.decrypt(customerId, recipientResponse)
      : recipientResponse;
  const said = { channel, direction: 'inbound', response };
  return {
    customerId,
    at: timestamp,
    context: {
      responseReceived: true,
      lastContactTime: timestamp,
      ...(typeof channel === 'string' ? { lastContactChannel: channel } : {}),
    },
    history: [toEntry(said, messageId, timestamp)],
  };
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** An entry is known again by its message and content, so that one that comes twice is one. */
const toEntry = (said: unknown, messageId: string, at: string): HistoryEntry => {
  const own = isRecord(said) ? said : { said };
  const time = instant.safeParse(own['at']).data ?? at;
  const digest = createHash('sha256').update(messageId).update(JSON.stringify(own)).digest('base64url');
  return { ...own, entryId: digest.slice(0, 16), at: time };
};
