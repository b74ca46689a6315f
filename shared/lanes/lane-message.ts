import * as z from 'zod';
import { contactCommandSchema } from '../messages/command.ts';
import { identifier } from '../messages/fields.ts';
import { priorities } from '../messages/priority.ts';

/** What the front door writes into an agent lane: the command, and what was decided about it. */
export const laneMessageSchema = z.object({
  v: z.literal(1),
  /** Milliseconds since 1970 at which the front door took the command. */
  acceptedAt: z.int(),
  /** Milliseconds since 1970 from which its deadline counts: max(acceptedAt, scheduledFor). */
  dueAt: z.int(),
  tier: z.enum(priorities),
  agentType: identifier,
  /** The identity that speaks to the customer, such as `email-agent-001`. */
  identity: identifier,
  /** The agent types that could not contact the customer before, the first first. */
  fellFrom: z.array(identifier).max(10).optional(),
  /** As it came in, but for personal fields in the clear: the front door encrypts them. */
  message: contactCommandSchema,
});

export type LaneMessage = z.infer<typeof laneMessageSchema>;
