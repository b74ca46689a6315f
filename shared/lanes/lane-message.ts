import * as z from 'zod';
import { commandSchema, identifier } from '../messages/command.ts';
import { priorities } from '../messages/priority.ts';

/** What the front door writes into an agent lane: the command unchanged, and what was decided about it. */
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
  message: commandSchema,
});

export type LaneMessage = z.infer<typeof laneMessageSchema>;
