import { createHash } from 'node:crypto';
import * as z from 'zod';
import { contactCommandSchema } from '../messages/command.ts';
import { parseJson } from '../messages/parse-message.ts';
import type { LaneMessage } from './lane-message.ts';

/** A lane message that is small enough for its lane, and the command that was too large, to be kept under a key. */
export type CheckedIn = { readonly message: LaneMessage; readonly key: string; readonly text: string };

/**
 * Takes out of a lane message what makes it large. What is left is a lane message of its own, which whoever routes, parks or
 * releases it reads without the rest: ids, target, template, schedule. The key names the agent type, whose functions may read
 * nothing else, and the text itself.
 */
export const checkIn = (message: LaneMessage): CheckedIn => {
  const text = JSON.stringify(message.message);
  const key = `${message.agentType}/${message.message.messageId}/${hashOf(text)}`;
  return { key, text, message: { ...message, message: slim(message.message), large: { key } } };
};

/**
 * The whole command again: what was kept, and over it what the lane message says, since an operator may have patched that.
 * `undefined` where the text is not what was kept.
 */
export const checkOut = (
  { message, large }: LaneMessage,
  text: string,
): LaneMessage['message'] | undefined => {
  if (large === undefined || !large.key.endsWith(`/${hashOf(text)}`)) return undefined;
  const json = parseJson(text, 'body');
  const kept = contactCommandSchema.safeParse(json.ok ? json.value : undefined).data;
  if (kept === undefined || kept.messageId !== message.messageId) return undefined;
  return {
    ...kept,
    ...message,
    ...(kept.correlation || message.correlation
      ? { correlation: { ...kept.correlation, ...message.correlation } }
      : {}),
    command: { ...kept.command, ...message.command },
  };
};

const hashOf = (text: string): string => createHash('sha256').update(text).digest('base64url');

/** What is bounded in length and read before the command is sent. */
const slimSchema = z.object({
  messageId: z.string(),
  messageType: z.literal('COMMAND'),
  timestamp: z.string(),
  source: z.string(),
  target: z.string(),
  correlation: z
    .object({
      conversationId: z.string().optional(),
      workflowId: z.string().optional(),
      originalCommandId: z.string().optional(),
      hops: z.number().optional(),
      batchId: z.string().optional(),
      batchMember: z.number().optional(),
    })
    .optional(),
  command: z.object({
    type: contactCommandSchema.shape.command.shape.type,
    campaignId: z.string().optional(),
    customerId: z.string(),
    templateId: z.string(),
    priority: contactCommandSchema.shape.command.shape.priority,
    scheduledFor: z.string().optional(),
  }),
});

const slim = (message: LaneMessage['message']): LaneMessage['message'] => slimSchema.parse(message);
