import * as z from 'zod';
import { receiptTags } from '../../../shared/channels/channel.ts';
import type { Draft } from '../inbox-message.ts';
import type { Addressee } from '../take-message.ts';

const phoneNumber = z.string().regex(/^\+?[1-9]\d{1,18}$/, 'must be a phone number');

/** End User Messaging's rule for the data that come back with receipts: 5 pairs at most. */
const context = z
  .record(z.string().regex(/^\S{1,100}$/), z.string().min(1).max(800))
  .refine((pairs) => Object.keys(pairs).length <= 5, 'must hold at most 5 pairs')
  .default({});

const common = {
  DestinationPhoneNumber: phoneNumber,
  ConfigurationSetName: z.string().min(1).max(64).optional(),
  Context: context,
  TimeToLive: z.int().min(5).max(259_200).optional(),
};

const origin = z.string().min(1).max(256);

/** `SendTextMessage`, as far as the sandbox reads it. */
export const sendTextMessageSchema = z.looseObject({
  ...common,
  OriginationIdentity: origin.optional(),
  MessageBody: z.string().min(1).max(1600),
  MessageType: z.enum(['TRANSACTIONAL', 'PROMOTIONAL']).optional(),
});

/** `SendVoiceMessage`, as far as the sandbox reads it. */
export const sendVoiceMessageSchema = z
  .looseObject({
    ...common,
    OriginationIdentity: origin,
    MessageBody: z.string().min(1).max(6000),
    MessageBodyTextType: z.enum(['TEXT', 'SSML']).default('TEXT'),
    VoiceId: z.string().optional(),
  })
  .refine(
    ({ MessageBody, MessageBodyTextType }) => MessageBodyTextType === 'SSML' || MessageBody.length <= 3000,
    { path: ['MessageBody'], error: 'must hold at most 3000 characters' },
  );

/** What both operations say. */
export type SendMessage = {
  readonly DestinationPhoneNumber: string;
  readonly OriginationIdentity?: string | undefined;
  readonly MessageBody: string;
  readonly ConfigurationSetName?: string | undefined;
  readonly Context: Record<string, string>;
};

/** The message of a request. */
export const draftOf = (request: SendMessage): Draft => ({
  from: request.OriginationIdentity ?? 'the account',
  to: [request.DestinationPhoneNumber],
  text: request.MessageBody,
  ...(request.ConfigurationSetName ? { configurationSet: request.ConfigurationSetName } : {}),
  tags: request.Context,
});

/** Who addresses whom and for which command, as far as even a broken request says it. */
export const addresseeIn = (body: unknown): Addressee => {
  const { DestinationPhoneNumber: to, OriginationIdentity: from, Context } = addresseeSchema.parse(body);
  return { to: to === undefined ? [] : [to], from, commandId: Context[receiptTags.command] };
};

const addresseeSchema = z
  .object({
    DestinationPhoneNumber: z.string().optional().catch(undefined),
    OriginationIdentity: z.string().optional().catch(undefined),
    Context: z.record(z.string(), z.string()).catch({}),
  })
  .catch({ DestinationPhoneNumber: undefined, OriginationIdentity: undefined, Context: {} });
