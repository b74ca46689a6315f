import * as z from 'zod';
import { routeChoices } from '../agents/route-command.ts';
import { contactCommandSchema } from '../messages/command.ts';
import { identifier } from '../messages/fields.ts';
import { priorities } from '../messages/priority.ts';

/** What the front door writes into an agent lane: the command, and what was decided about it. */
export const laneMessageSchema = z.object({
  v: z.literal(1),
  /** Milliseconds since 1970 at which the front door took the command. */
  acceptedAt: z.int(),
  /** Milliseconds since 1970 from which its deadline counts: max(acceptedAt, scheduledFor, deferred until). */
  dueAt: z.int(),
  /** Milliseconds since 1970 by which its first provider call is promised to start. @default the specification's for its tier */
  deadlineAt: z.int().optional(),
  /** Milliseconds since 1970 at which the bus took it, in whole seconds, and at which it lay in the coordinator's lane. */
  putAt: z.int().optional(),
  queuedAt: z.int().optional(),
  tier: z.enum(priorities),
  agentType: identifier,
  /** The identity that speaks to the customer, such as `email-agent-001`: as the command named it, or as proposed. */
  identity: identifier,
  /** How it came to that one; only one that the command named binds the pool. */
  choice: z.enum(routeChoices).default('PINNED'),
  /** The agent types that could not contact the customer before, the first first. */
  fellFrom: z.array(identifier).max(10).optional(),
  /** How often the contact policy deferred it, and when it did first (milliseconds since 1970). */
  deferred: z.object({ times: z.int(), since: z.int() }).optional(),
  /** As it came in, but for personal fields in the clear: the front door encrypts them. */
  message: contactCommandSchema,
  /** Where the whole command is, of one that is too large for a queue: `message` has what routes it. */
  large: z.object({ key: z.string().regex(/^[\w-]+\/[\w-]+\/[\w-]{43}$/) }).optional(),
});

export type LaneMessage = z.infer<typeof laneMessageSchema>;
