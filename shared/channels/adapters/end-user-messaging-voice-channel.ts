import {
  SendVoiceMessageCommand,
  type SendVoiceMessageCommandInput,
  type VoiceId,
} from '@aws-sdk/client-pinpoint-sms-voice-v2';
import type { Attempt, Channel, ChannelOutcome } from '../channel.ts';
import type { VoiceContent } from '../voice-content.ts';
import { contextOf, type EndUserMessagingOptions } from './end-user-messaging-options.ts';
import { outcomeOfMessagingFailure } from './outcome-of-messaging-failure.ts';
import { sendOnce } from './send-once.ts';

/** Who reads a language aloud; a locale that is not here is read by its language's voice. */
const voices = new Map<string, VoiceId>(
  Object.entries({
    en: 'MATTHEW',
    'en-GB': 'AMY',
    'en-AU': 'NICOLE',
    'en-IN': 'RAVEENA',
    de: 'VICKI',
    fr: 'CELINE',
    'fr-CA': 'CHANTAL',
    es: 'CONCHITA',
    'es-MX': 'MIA',
    'es-US': 'LUPE',
    it: 'CARLA',
    pt: 'INES',
    'pt-BR': 'CAMILA',
    nl: 'LOTTE',
    da: 'NAJA',
    nb: 'LIV',
    sv: 'ASTRID',
    pl: 'EWA',
    tr: 'FILIZ',
    ru: 'TATYANA',
    ja: 'MIZUKI',
    ko: 'SEOYEON',
    zh: 'ZHIYU',
    ar: 'ZEINA',
  }),
);

/** Calls by AWS End User Messaging: a voice reads to whoever, or whatever, picks up. */
export class EndUserMessagingVoiceChannel implements Channel<VoiceContent> {
  readonly #options: EndUserMessagingOptions;

  constructor(options: EndUserMessagingOptions) {
    this.#options = options;
  }

  async send(content: VoiceContent, attempt: Attempt): Promise<ChannelOutcome> {
    const { client, timeoutMs } = this.#options;
    const message = new SendVoiceMessageCommand(formatVoiceMessage(content, attempt, this.#options));
    return sendOnce((options) => client.send(message, options), timeoutMs, outcomeOfMessagingFailure);
  }
}

/** What the call looks like on the wire. */
const formatVoiceMessage = (
  { from, to, ssml, locale }: VoiceContent,
  attempt: Attempt,
  { configurationSet, stage, sender = from }: EndUserMessagingOptions,
): SendVoiceMessageCommandInput => ({
  DestinationPhoneNumber: to,
  OriginationIdentity: sender,
  MessageBody: ssml,
  MessageBodyTextType: 'SSML',
  VoiceId: voices.get(locale) ?? voices.get(locale.split('-')[0] ?? '') ?? 'MATTHEW',
  ConfigurationSetName: configurationSet,
  Context: contextOf(attempt, stage),
});
