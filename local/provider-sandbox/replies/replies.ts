import * as z from 'zod';
import { receiptTags } from '../../../shared/channels/channel.ts';
import type { AwsSide } from '../aws-side.ts';
import type { InboxMessage } from '../inbox-message.ts';
import { mailReply } from './mail-reply.ts';
import { smsReply } from './sms-reply.ts';

/** What a recipient answers. */
const replyText = z.strictObject({
  channel: z.string().min(1),
  text: z.string().min(1).max(1600),
  /** Headers of a mail that are there beside the usual ones, or in their place. */
  headers: z.record(z.string(), z.string()).optional(),
});

const replySchema = replyText.extend({
  /** The recipient's own address. */
  from: z.string().min(1),
  /** Ours, to which the answer goes. */
  to: z.string().min(1),
});

/** An answer from one address to another, or to the message of a command, as its recipient would send it. */
export const askedReplySchema = z.union([replySchema, replyText.extend({ commandId: z.string().min(1) })]);

export type SandboxReply = z.infer<typeof replySchema>;

export type AskedReply = z.infer<typeof askedReplySchema>;

/** The answer that is asked for. Throws where no message of its command is in the inbox. */
export const replyOf = (asked: AskedReply, inbox: readonly InboxMessage[]): SandboxReply => {
  if (!('commandId' in asked)) return asked;
  const { commandId, ...reply } = asked;
  const message = inbox.find(
    ({ channel, tags }) => channel === reply.channel && tags[receiptTags.command] === commandId,
  );
  const [from] = message?.to ?? [];
  if (message === undefined || from === undefined)
    throw new Error('commandId: no message of it is in the inbox');
  return { ...reply, from, to: message.replyTo ?? message.from };
};

/** How the provider of a channel hands an answer to us. */
export type ReplyChannel = (reply: SandboxReply, aws: NonNullable<AwsSide>) => Promise<void>;

/** The channels by which recipients can answer. */
const replyChannels: Readonly<Record<string, ReplyChannel>> = {
  email: mailReply,
  sms: smsReply,
};

/** The answers that the sandbox sends. */
export type Replies = {
  /** Sends an answer. Throws an error that says why it could not. */
  send(reply: SandboxReply): Promise<void>;
};

/** Sends answers to the stage, each as its channel's provider does. */
export const createReplies = (aws: AwsSide): Replies => ({
  send: async (reply) => {
    const channel = replyChannels[reply.channel];
    if (channel === undefined) throw new Error(`channel: nobody can answer by ${reply.channel}`);
    if (aws === undefined) throw new Error('the sandbox runs without a stage');
    await channel(reply, aws);
  },
});
