import { receiptTags } from '../../../shared/channels/channel.ts';
import { segmentSms } from '../../../shared/channels/sms-segments.ts';
import type { InboxMessage } from '../inbox-message.ts';
import type { ReceiptEvent } from './receipt-event.ts';
import { type ReceiptKind, textKinds, voiceKinds } from './receipt-kinds.ts';

type TextKind = (typeof textKinds)[number];
type VoiceKind = (typeof voiceKinds)[number];

/** What every channel is asked for, in End User Messaging's own names. */
const general = {
  sms: { delivery: 'TEXT_DELIVERED', bounce: 'TEXT_UNREACHABLE' },
  phone: { delivery: 'VOICE_COMPLETED', bounce: 'VOICE_FAILED' },
} as const;

/** Kinds after which others follow. */
const passing: ReadonlySet<TextKind | VoiceKind> = new Set([
  'TEXT_QUEUED',
  'TEXT_PENDING',
  'TEXT_SENT',
  'VOICE_INITIATED',
  'VOICE_RINGING',
  'VOICE_ANSWERED',
]);

/** The event that End User Messaging puts on the default bus about a text message; `undefined` for what it never says. */
export const textEvent = (
  message: InboxMessage,
  kind: ReceiptKind,
  now: number,
): ReceiptEvent | undefined => {
  const asked = kind === 'delivery' || kind === 'bounce' ? general.sms[kind] : kind;
  const eventType = textKinds.find((known) => known === asked);
  if (eventType === undefined) return undefined;
  const { encoding, segments } = segmentSms(message.text);
  return eventOf('Text Message Delivery Status Updated', message, eventType, now, {
    messageEncoding: encoding === 'GSM_7' ? 'GSM' : 'Unicode',
    messageType: 'TRANSACTIONAL',
    totalMessageParts: segments.length,
    totalMessagePrice: 0,
    totalCarrierFee: 0,
  });
};

/** The event that End User Messaging puts on the default bus about a call; `undefined` for what it never says. */
export const voiceEvent = (
  message: InboxMessage,
  kind: ReceiptKind,
  now: number,
): ReceiptEvent | undefined => {
  const asked = kind === 'delivery' || kind === 'bounce' ? general.phone[kind] : kind;
  const eventType = voiceKinds.find((known) => known === asked);
  if (eventType === undefined) return undefined;
  return eventOf('Voice Message Delivery Status Updated', message, eventType, now, {
    callDurationInSeconds: eventType === 'VOICE_COMPLETED' ? 12 : 0,
    totalDurationInMinutes: eventType === 'VOICE_COMPLETED' ? 1 : 0,
    totalPrice: 0,
  });
};

const eventOf = (
  DetailType: string,
  { providerMessageId, receivedAt, from, tags }: InboxMessage,
  eventType: TextKind | VoiceKind,
  now: number,
  more: object,
): ReceiptEvent => ({
  Source: 'aws.sms-voice',
  DetailType,
  Detail: JSON.stringify({
    eventType,
    eventVersion: '1.0',
    eventTimestamp: now,
    isFinal: !passing.has(eventType),
    originationPhoneNumber: from,
    isoCountryCode: 'US',
    messageId: providerMessageId,
    messageRequestTimestamp: Date.parse(receivedAt),
    messageStatus: eventType.replace(/^(TEXT|VOICE)_/, ''),
    messageStatusDescription: 'as the sandbox was told',
    ...(tags[receiptTags.command] === undefined ? {} : { context: tags }),
    ...more,
  }),
});
