import * as z from 'zod';
import { correlation, identifier, instant, personalObject, schemaVersion, upperCaseName } from './fields.ts';
import { securityContextSchema } from './security-context.ts';

/** What our own EVENTs say of their command; the specification's DELIVERED and the others of the outcome table. */
export const eventStatuses = [
  'SENT',
  'DELIVERED',
  'FAILED',
  'EXPIRED',
  'CANCELLED',
  'SUPPRESSED',
  'ERASED',
  'PARKED',
  'UNKNOWN',
  'REJECTED',
  'RESPONDED',
  'RECORDED',
  'ACCEPTED',
  'COMPLETED',
  'COMPENSATED',
] as const;

export type EventStatus = (typeof eventStatuses)[number];

/** EVENT: what happened, told to whoever subscribes; the specification's section 2. Unknown fields survive. */
export const eventSchema = z.looseObject({
  messageId: z.uuid(),
  messageType: z.literal('EVENT'),
  schemaVersion: schemaVersion.optional(),
  timestamp: instant,
  source: identifier,
  event: z.looseObject({
    type: upperCaseName,
    campaignId: identifier.optional(),
    customerId: identifier.optional(),
    status: upperCaseName,
    metadata: z.looseObject({
      deliveryTime: instant.nullable(),
      messageId: z.string().max(256).nullable(),
      /** What the customer answered: nothing, or a compact JWE under the customer's key, or an object in the clear. */
      recipientResponse: personalObject.nullish(),
    }),
  }),
  correlation,
  securityContext: securityContextSchema.optional(),
});

export type Event = z.infer<typeof eventSchema>;
