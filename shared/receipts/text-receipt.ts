import * as z from 'zod';
import { receiptTags } from '../channels/channel.ts';
import { type Parsed, parseMessage } from '../messages/parse-message.ts';
import { messagingEvent, type ProviderReceipt } from './provider-receipt.ts';

type Meaning = Pick<ProviderReceipt, 'kind' | 'suppression'>;

const bounced: Meaning = { kind: 'bounced' };
const passing: Meaning = { kind: 'passing' };

/** What End User Messaging's words about a text message mean; a carrier that judges one content bans no number. */
const meanings = {
  TEXT_QUEUED: passing,
  TEXT_PENDING: passing,
  TEXT_SENT: passing,
  /** The carrier took it. Where carriers report no delivery this is the last word, and then says so itself. */
  TEXT_SUCCESSFUL: { kind: 'delivered' },
  TEXT_DELIVERED: { kind: 'delivered' },
  TEXT_BLOCKED: { kind: 'bounced', suppression: 'PROVIDER_LIST' },
  TEXT_INVALID: { kind: 'bounced', suppression: 'HARD_BOUNCE' },
  TEXT_CARRIER_BLOCKED: bounced,
  TEXT_PROTECT_BLOCKED: bounced,
  TEXT_SPAM: bounced,
  TEXT_INVALID_MESSAGE: bounced,
  TEXT_CARRIER_UNREACHABLE: bounced,
  TEXT_UNREACHABLE: bounced,
  TEXT_TTL_EXPIRED: bounced,
  TEXT_UNKNOWN: bounced,
} as const satisfies Record<string, Meaning>;

const schema = messagingEvent(z.enum(Object.keys(meanings) as (keyof typeof meanings)[]));

/** Reads a receipt of a text message as EventBridge brings it. */
export const readTextReceipt = (event: unknown): Parsed<ProviderReceipt> => {
  const parsed = parseMessage(schema, event);
  if (!parsed.ok) return parsed;
  const { eventType, eventTimestamp, isFinal, messageId, context } = parsed.value.detail;
  const isPassing = eventType === 'TEXT_SUCCESSFUL' && !isFinal;
  return {
    ok: true,
    value: {
      ...(isPassing ? passing : meanings[eventType]),
      channel: 'sms',
      commandId: context[receiptTags.command],
      attempt: Number(context[receiptTags.attempt]),
      providerMessageId: messageId,
      occurredAt: new Date(eventTimestamp).toISOString(),
      cause: eventType,
    },
  };
};
