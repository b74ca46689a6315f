import type { PinpointSMSVoiceV2Client } from '@aws-sdk/client-pinpoint-sms-voice-v2';
import { type Attempt, receiptTags } from '../channel.ts';

/** What both channels of AWS End User Messaging are made of. */
export type EndUserMessagingOptions = {
  /** Must not retry by itself (`maxAttempts: 1`): there is no idempotency key, so a repeated request is a second contact. */
  readonly client: Pick<PinpointSMSVoiceV2Client, 'send'>;
  readonly configurationSet: string;
  /** The stage's name: receipts of all stages come to the account's one default bus. */
  readonly stage: string;
  /** Sends in place of the content's own sender: another number, or a pool. */
  readonly sender?: string | undefined;
  /** Milliseconds until an unanswered call counts as unknown. */
  readonly timeoutMs: number;
};

/** The context by which receipts are known again. */
export const contextOf = ({ commandId, attempt }: Attempt, stage: string): Record<string, string> => ({
  [receiptTags.command]: commandId,
  [receiptTags.attempt]: String(attempt),
  [receiptTags.stage]: stage,
});
