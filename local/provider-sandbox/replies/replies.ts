import * as z from 'zod';
import type { AwsSide } from '../aws-side.ts';
import { smsReply } from './sms-reply.ts';

/** What a recipient answers. */
export const replySchema = z.strictObject({
  channel: z.string().refine((name) => Object.hasOwn(replyChannels, name), 'nobody can answer by it'),
  /** The recipient's own address. */
  from: z.string().min(1),
  /** Ours, to which the answer goes. */
  to: z.string().min(1),
  text: z.string().min(1).max(1600),
});

export type SandboxReply = z.infer<typeof replySchema>;

/** How the provider of a channel hands an answer to us. */
export type ReplyChannel = (reply: SandboxReply, aws: NonNullable<AwsSide>) => Promise<void>;

/** The channels by which recipients can answer. */
const replyChannels: Readonly<Record<string, ReplyChannel>> = { sms: smsReply };

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
