import {
  SendTextMessageCommand,
  type SendTextMessageCommandInput,
} from '@aws-sdk/client-pinpoint-sms-voice-v2';
import type { Attempt, Channel, ChannelOutcome } from '../channel.ts';
import type { SmsContent } from '../sms-content.ts';
import { contextOf, type EndUserMessagingOptions } from './end-user-messaging-options.ts';
import { outcomeOfMessagingFailure } from './outcome-of-messaging-failure.ts';

/** Text messages by AWS End User Messaging. */
export class EndUserMessagingSmsChannel implements Channel<SmsContent> {
  readonly #options: EndUserMessagingOptions;

  constructor(options: EndUserMessagingOptions) {
    this.#options = options;
  }

  async send(content: SmsContent, attempt: Attempt): Promise<ChannelOutcome> {
    const { client, timeoutMs } = this.#options;
    try {
      const answer = await client.send(
        new SendTextMessageCommand(formatTextMessage(content, attempt, this.#options)),
        { abortSignal: AbortSignal.timeout(timeoutMs) },
      );
      return answer.MessageId
        ? { kind: 'accepted', providerMessageId: answer.MessageId }
        : { kind: 'unknown', cause: 'ANSWER_WITHOUT_ID' };
    } catch (error) {
      return outcomeOfMessagingFailure(error);
    }
  }
}

/** What the text message looks like on the wire. */
const formatTextMessage = (
  { from, to, text, classification }: SmsContent,
  attempt: Attempt,
  { configurationSet, stage }: EndUserMessagingOptions,
): SendTextMessageCommandInput => ({
  DestinationPhoneNumber: to,
  OriginationIdentity: from,
  MessageBody: text,
  MessageType: classification === 'marketing' ? 'PROMOTIONAL' : 'TRANSACTIONAL',
  ConfigurationSetName: configurationSet,
  Context: contextOf(attempt, stage),
});
