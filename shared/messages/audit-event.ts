import * as z from 'zod';
import { identifier, instant, upperCaseName } from './fields.ts';
import { dataClasses } from './message-types.ts';

/** An audit record: the specification's section 6. Unknown fields survive. */
export const auditEventSchema = z.looseObject({
  auditEvent: z.looseObject({
    timestamp: instant,
    action: upperCaseName,
    agentId: identifier,
    resourceId: identifier,
    details: z.looseObject({
      messageType: upperCaseName,
      channel: identifier,
      escalationLevel: z.int().min(0).max(9).optional(),
    }),
    compliance: z.looseObject({
      gdprConsent: z.boolean(),
      retentionPeriod: z.string().regex(/^\d{1,3}-(days|months|years)$/, 'must be a period such as 7-years'),
      dataClassification: z.enum(dataClasses),
    }),
  }),
});
