import * as z from 'zod';
import { receiptTags } from '../../../shared/channels/channel.ts';
import type { AwsSide } from '../aws-side.ts';
import type { InboxMessage } from '../inbox-message.ts';
import { mailReply } from './mail-reply.ts';
import type { ReplyChannel, SandboxReply } from './reply-channel.ts';
import { smsReply } from './sms-reply.ts';

/** An answer from one address to another, or to the message of a command, as its recipient would send it. */
export const replySchema = z
  .strictObject({
    channel: z.string().refine((name) => Object.hasOwn(replyChannels, name), 'nobody can answer by it'),
    /** The recipient's own address. */
    from: z.string().min(1).optional(),
    /** Ours, to which the answer goes. */
    to: z.string().min(1).optional(),
    /** The command whose message is answered. */
    commandId: z.string().min(1).optional(),
    text: z.string().min(1).max(1600),
    /** Headers of a mail that are there beside the usual ones, or in their place. */
    headers: z.record(z.string(), z.string()).optional(),
  })
  .refine(
    ({ from, to, commandId }) => commandId !== undefined || (from !== undefined && to !== undefined),
    'must say from and to, or the command',
  );

/** What is asked of the sandbox. */
export type AskedReply = z.infer<typeof replySchema>;

/** The answer that is asked for. Throws where no message of its command is in the inbox. */
export const replyOf = (
  { commandId, ...asked }: AskedReply,
  inbox: readonly InboxMessage[],
): SandboxReply => {
  const message = inbox.find(
    ({ channel, tags }) => channel === asked.channel && tags[receiptTags.command] === commandId,
  );
  const from = asked.from ?? message?.to[0];
  const to = asked.to ?? message?.replyTo ?? message?.from;
  if (from === undefined || to === undefined) throw new Error('commandId: no message of it is in the inbox');
  return { ...asked, from, to };
};

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
    if (aws === undefined) throw new Error('the sandbox runs without a stage');
    await channel?.(reply, aws);
  },
});
