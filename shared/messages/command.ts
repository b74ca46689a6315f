import * as z from 'zod';
import { priorities } from './priority.ts';

/** Command types that an agent type can serve today. */
export const commandTypes = ['SEND_EMAIL'] as const;

export type CommandType = (typeof commandTypes)[number];

/** Ids and names travel in tags, keys and logs: printable, without spaces, at most 128 characters. */
export const identifier = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._:@/+=-]{0,127}$/,
    'must be 1 to 128 letters, digits or . _ : @ / + = - and start with a letter or digit',
  );

/** A moment of the wire format. */
export const instant = z.iso.datetime({ offset: true, error: 'must be an ISO 8601 date and time with zone' });

const context = z.looseObject({
  customerData: z.record(z.string(), z.unknown()).optional(),
  conversationHistory: z.array(z.unknown()).max(200).optional(),
  escalationLevel: z.int().min(0).max(9).optional(),
});

const sendEmail = z.looseObject({
  type: z.literal('SEND_EMAIL'),
  campaignId: identifier.optional(),
  customerId: identifier,
  templateId: identifier,
  priority: z.enum(priorities),
  scheduledFor: instant.optional(),
  context: context.optional(),
});

/** One payload schema for each command type; the compiler names a type that has none. */
const payloads = { SEND_EMAIL: sendEmail } as const satisfies Record<CommandType, z.ZodType>;

/** Ids that tie messages of one conversation and one workflow together. */
const correlation = z.looseObject({
  conversationId: identifier.optional(),
  workflowId: identifier.optional(),
  originalCommandId: identifier.optional(),
});

/** COMMAND: a task for an agent, the specification's section 2. Unknown fields survive. */
export const commandSchema = z.looseObject({
  messageId: z.uuid(),
  messageType: z.literal('COMMAND'),
  timestamp: instant,
  source: identifier,
  target: identifier,
  command: z.discriminatedUnion('type', [payloads.SEND_EMAIL], {
    error: (issue) =>
      issue.code === 'invalid_union' ? `must be one of ${commandTypes.join(', ')}` : undefined,
  }),
  correlation: correlation.optional(),
});

export type Command = z.infer<typeof commandSchema>;
