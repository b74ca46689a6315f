import {
  SendTextMessageCommand,
  type SendTextMessageCommandInput,
} from '@aws-sdk/client-pinpoint-sms-voice-v2';
import type { Attempt, Channel, ChannelOutcome } from '../channel.ts';
import type { SmsContent } from '../sms-content.ts';
import { contextOf, type EndUserMessagingOptions } from './end-user-messaging-options.ts';
import { outcomeOfMessagingFailure } from './outcome-of-messaging-failure.ts';
import { sendOnce } from './send-once.ts';

/** Text messages by AWS End User Messaging. */
export class EndUserMessagingSmsChannel implements Channel<SmsContent> {
  readonly #options: EndUserMessagingOptions;

  constructor(options: EndUserMessagingOptions) {
    this.#options = options;
  }

  async send(content: SmsContent, attempt: Attempt): Promise<ChannelOutcome> {
    const { client, timeoutMs } = this.#options;
    const message = new SendTextMessageCommand(formatTextMessage(content, attempt, this.#options));
    return sendOnce((options) => client.send(message, options), timeoutMs, outcomeOfMessagingFailure);
  }
}

/** What the text message looks like on the wire. */
const formatTextMessage = (
  { from, to, text, classification }: SmsContent,
  attempt: Attempt,
  { configurationSet, stage, sender = from }: EndUserMessagingOptions,
): SendTextMessageCommandInput => ({
  DestinationPhoneNumber: to,
  OriginationIdentity: sender,
  MessageBody: text,
  MessageType: classification === 'marketing' ? 'PROMOTIONAL' : 'TRANSACTIONAL',
  ConfigurationSetName: configurationSet,
  Context: contextOf(attempt, stage),
});
