import * as z from 'zod';
import { identifier, instant } from './command.ts';

/** What an EVENT says of its command; the specification's DELIVERED and the others of the outcome table. */
export const eventStatuses = ['SENT', 'DELIVERED', 'FAILED', 'UNKNOWN', 'SUPPRESSED', 'REJECTED'] as const;

export type EventStatus = (typeof eventStatuses)[number];

/** EVENT: what happened, told to whoever subscribes; the specification's section 2. Unknown fields survive. */
export const eventSchema = z.looseObject({
  messageId: z.uuid(),
  messageType: z.literal('EVENT'),
  timestamp: instant,
  source: identifier,
  event: z.looseObject({
    type: z.string().regex(/^[A-Z][A-Z0-9_]{1,63}$/, 'must be an upper-case name such as EMAIL_SENT'),
    campaignId: identifier.optional(),
    customerId: identifier.optional(),
    status: z.enum(eventStatuses),
    metadata: z.looseObject({
      deliveryTime: instant.nullable(),
      messageId: z.string().nullable(),
      recipientResponse: z.unknown(),
    }),
  }),
  correlation: z.looseObject({
    conversationId: identifier.optional(),
    originalCommandId: identifier.optional(),
  }),
});

export type Event = z.infer<typeof eventSchema>;
