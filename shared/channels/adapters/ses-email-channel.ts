import { type SESv2Client, SendEmailCommand, type SendEmailCommandInput } from '@aws-sdk/client-sesv2';
import { type Attempt, type Channel, type ChannelOutcome, receiptTags } from '../channel.ts';
import type { EmailContent } from '../email-content.ts';
import { outcomeOfFailure } from './outcome-of-failure.ts';
import { sendOnce } from './send-once.ts';

export type SesEmailChannelOptions = {
  /** Must not retry by itself (`maxAttempts: 1`): SES takes no idempotency key, so a repeated request is a second mail. */
  readonly client: Pick<SESv2Client, 'send'>;
  readonly configurationSet: string;
  /** Milliseconds until an unanswered call counts as unknown. */
  readonly timeoutMs: number;
};

/** E-mail by Amazon SES v2. */
export class SesEmailChannel implements Channel<EmailContent> {
  readonly #options: SesEmailChannelOptions;

  constructor(options: SesEmailChannelOptions) {
    this.#options = options;
  }

  async send(content: EmailContent, attempt: Attempt): Promise<ChannelOutcome> {
    const { client, configurationSet, timeoutMs } = this.#options;
    const mail = new SendEmailCommand(formatEmail(content, attempt, configurationSet));
    return sendOnce((options) => client.send(mail, options), timeoutMs, outcomeOfFailure);
  }
}

/** What the e-mail looks like on the wire. */
const formatEmail = (
  { from, to, subject, text, html, unsubscribeUrl, replyTo }: EmailContent,
  { commandId, attempt }: Attempt,
  configurationSet: string,
): SendEmailCommandInput => ({
  FromEmailAddress: from,
  Destination: { ToAddresses: [to] },
  ...(replyTo === undefined ? {} : { ReplyToAddresses: [replyTo] }),
  ConfigurationSetName: configurationSet,
  EmailTags: [
    { Name: receiptTags.command, Value: commandId },
    { Name: receiptTags.attempt, Value: String(attempt) },
  ],
  Content: {
    Simple: {
      Subject: { Data: subject, Charset: 'UTF-8' },
      Body: {
        Text: { Data: text, Charset: 'UTF-8' },
        ...(html === undefined ? {} : { Html: { Data: html, Charset: 'UTF-8' } }),
      },
      // RFC 8058: both headers together make the button of mail programs; SES signs them with the rest.
      Headers: [
        { Name: 'List-Unsubscribe', Value: `<${unsubscribeUrl}>` },
        { Name: 'List-Unsubscribe-Post', Value: 'List-Unsubscribe=One-Click' },
      ],
    },
  },
});
