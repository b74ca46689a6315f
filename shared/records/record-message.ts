import * as z from 'zod';
import { compactJwe, identifier, instant } from '../messages/fields.ts';
import type { CommandType } from '../messages/message-types.ts';

/** The commands that the record keeper serves: each is one committed effect. */
export const recordCommandTypes = [
  'RECORD_PAYMENT',
  'RECORD_CONSENT',
  'REVOKE_CONSENT',
] as const satisfies CommandType[];

export type RecordCommandType = (typeof recordCommandTypes)[number];

/** What the front door writes into the record lane: ids, codes and times in the clear, all else under the customer's key. */
export const recordMessageSchema = z.object({
  v: z.literal(1),
  commandId: z.uuid(),
  /** Who gave the command. */
  recordedBy: identifier,
  /** When it was said, by the command's own time, and never later than the front door took it. */
  saidAt: instant,
  subject: z.object({
    agentType: z.string(),
    identity: identifier,
    commandType: z.enum(recordCommandTypes),
    customerId: identifier,
    campaignId: identifier.optional(),
    conversationId: identifier.optional(),
    workflowId: identifier.optional(),
    hops: z.int().optional(),
  }),
  /** The command's `payment` or `consent` as a compact JWE under its customer's key. */
  sealed: compactJwe,
});

export type RecordMessage = z.infer<typeof recordMessageSchema>;
