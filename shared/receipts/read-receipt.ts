import * as z from 'zod';
import { broken, type Parsed, parseJson, parseMessage } from '../messages/parse-message.ts';
import type { Reply } from './note-reply.ts';
import type { ProviderReceipt } from './provider-receipt.ts';
import { readSesReceipt } from './ses-receipt.ts';
import { readSmsReply } from './sms-reply.ts';
import { readTextReceipt } from './text-receipt.ts';
import { readVoiceReceipt } from './voice-receipt.ts';

/** What comes from providers: news of a message of ours, or what a customer answered. */
export type ProviderNews =
  | { readonly receipt: ProviderReceipt; readonly reply?: undefined }
  | { readonly reply: Reply; readonly receipt?: undefined };

/** From whom news are taken; all others are rejected. */
export type NewsSources = {
  /** The AWS account in which providers speak to us. */
  readonly accountId: string;
  /** Topics to which End User Messaging publishes text messages that come in. */
  readonly smsReplyTopicArns: readonly string[];
};

type EventReader = (event: unknown) => Parsed<ProviderReceipt>;

/** Who reads an event of the default bus, by its source and detail-type. */
const eventReaders: Readonly<Record<string, Readonly<Record<string, EventReader>>>> = {
  'aws.ses': {
    'Email Delivered': readSesReceipt,
    'Email Bounced': readSesReceipt,
    'Email Complaint Received': readSesReceipt,
    'Email Rejected': readSesReceipt,
    'Email Rendering Failed': readSesReceipt,
    'Email Delivery Delayed': readSesReceipt,
  },
  'aws.sms-voice': {
    'Text Message Delivery Status Updated': readTextReceipt,
    'Voice Message Delivery Status Updated': readVoiceReceipt,
  },
};

const eventSchema = z.looseObject({ source: z.string(), 'detail-type': z.string(), account: z.string() });

/** What SNS wraps around a message. */
const notificationSchema = z.looseObject({
  Type: z.literal('Notification'),
  TopicArn: z.string(),
  Message: z.string(),
  Timestamp: z.iso.datetime({ offset: true }),
});

/** Makes the reader of a body from the receipts queue: what it is follows from its shape, who may say it from the sources. */
export const createNewsReader =
  (sources: NewsSources) =>
  (body: string): Parsed<ProviderNews> => {
    const json = parseJson(body, 'body');
    if (!json.ok) return json;
    const isNotification = typeof json.value === 'object' && json.value !== null && 'TopicArn' in json.value;
    return isNotification ? readNotification(json.value, sources) : readEvent(json.value, sources);
  };

const readEvent = (value: unknown, { accountId }: NewsSources): Parsed<ProviderNews> => {
  const event = parseMessage(eventSchema, value);
  if (!event.ok) return event;
  const { source, account, 'detail-type': detailType } = event.value;
  const readers = Object.hasOwn(eventReaders, source) ? eventReaders[source] : undefined;
  if (readers === undefined)
    return broken('source', `must be one of ${Object.keys(eventReaders).join(', ')}`);
  if (account !== accountId) return broken('account', 'must be the account of this stage');
  const read = Object.hasOwn(readers, detailType) ? readers[detailType] : undefined;
  if (read === undefined) return broken('detail-type', `must be one of ${Object.keys(readers).join(', ')}`);
  const receipt = read(event.value);
  return receipt.ok ? { ok: true, value: { receipt: receipt.value } } : receipt;
};

const readNotification = (value: unknown, { smsReplyTopicArns }: NewsSources): Parsed<ProviderNews> => {
  const notification = parseMessage(notificationSchema, value);
  if (!notification.ok) return notification;
  const { TopicArn, Message, Timestamp } = notification.value;
  if (!smsReplyTopicArns.includes(TopicArn)) return broken('TopicArn', 'must be a topic of this stage');
  const reply = readSmsReply(Message, Timestamp);
  return reply.ok ? { ok: true, value: { reply: reply.value } } : reply;
};
