import * as z from 'zod';
import { receiptTags } from '../channels/channel.ts';
import { type Parsed, parseMessage } from '../messages/parse-message.ts';
import { messagingEvent, type ProviderReceipt } from './provider-receipt.ts';

/** What End User Messaging's words about a call mean. COMPLETED: it was read out, be it to a machine. */
const kinds = {
  VOICE_INITIATED: 'passing',
  VOICE_RINGING: 'passing',
  VOICE_ANSWERED: 'passing',
  VOICE_COMPLETED: 'delivered',
  VOICE_BUSY: 'bounced',
  VOICE_NO_ANSWER: 'bounced',
  VOICE_FAILED: 'bounced',
  VOICE_TTL_EXPIRED: 'bounced',
} as const satisfies Record<string, ProviderReceipt['kind']>;

const schema = messagingEvent(z.enum(Object.keys(kinds) as (keyof typeof kinds)[]));

/** Reads a receipt of a call as EventBridge brings it. */
export const readVoiceReceipt = (event: unknown): Parsed<ProviderReceipt> => {
  const parsed = parseMessage(schema, event);
  if (!parsed.ok) return parsed;
  const { eventType, eventTimestamp, messageId, context } = parsed.value.detail;
  return {
    ok: true,
    value: {
      kind: kinds[eventType],
      channel: 'phone',
      commandId: context[receiptTags.command],
      attempt: Number(context[receiptTags.attempt]),
      providerMessageId: messageId,
      occurredAt: new Date(eventTimestamp).toISOString(),
      cause: eventType,
    },
  };
};
