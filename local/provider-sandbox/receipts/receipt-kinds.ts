/** What any provider may say, later, of a message that it took. */
const anyChannel = ['delivery', 'bounce'] as const;

/** What only e-mail knows; a transient bounce is one that may pass. */
const email = ['complaint', 'transient-bounce'] as const;

/** What End User Messaging says of text messages, by its own names. */
export const textKinds = [
  'TEXT_QUEUED',
  'TEXT_PENDING',
  'TEXT_SENT',
  'TEXT_SUCCESSFUL',
  'TEXT_DELIVERED',
  'TEXT_BLOCKED',
  'TEXT_CARRIER_BLOCKED',
  'TEXT_PROTECT_BLOCKED',
  'TEXT_SPAM',
  'TEXT_INVALID',
  'TEXT_INVALID_MESSAGE',
  'TEXT_CARRIER_UNREACHABLE',
  'TEXT_UNREACHABLE',
  'TEXT_TTL_EXPIRED',
  'TEXT_UNKNOWN',
] as const;

/** What End User Messaging says of calls, by its own names. */
export const voiceKinds = [
  'VOICE_INITIATED',
  'VOICE_RINGING',
  'VOICE_ANSWERED',
  'VOICE_COMPLETED',
  'VOICE_BUSY',
  'VOICE_NO_ANSWER',
  'VOICE_FAILED',
  'VOICE_TTL_EXPIRED',
] as const;

/** Every kind of receipt that the sandbox can be told to send. */
export const receiptKinds = [...anyChannel, ...email, ...textKinds, ...voiceKinds] as const;

export type ReceiptKind = (typeof receiptKinds)[number];
