import * as z from 'zod';
import { compactJwe, correlation, identifier, instant, schemaVersion } from './fields.ts';
import { securityContextSchema } from './security-context.ts';

/** The fields of a conversation's context; unknown ones survive. */
export const contextFieldsSchema = z.looseObject({
  lastContactTime: instant.optional(),
  lastContactChannel: identifier.optional(),
  responseReceived: z.boolean().optional(),
  sentiment: identifier.optional(),
  escalationTrigger: z.boolean().optional(),
});

export type ContextFields = z.infer<typeof contextFieldsSchema>;

/** CONTEXT_UPDATE: what an agent learned of a customer, the specification's section 2. Unknown fields survive. */
export const contextUpdateSchema = z.looseObject({
  messageId: z.uuid(),
  messageType: z.literal('CONTEXT_UPDATE'),
  schemaVersion: schemaVersion.optional(),
  timestamp: instant,
  source: identifier,
  contextUpdate: z.looseObject({
    customerId: identifier,
    updates: z.union([contextFieldsSchema, compactJwe], { error: 'must be an object or a compact JWE' }),
  }),
  correlation: correlation.optional(),
  securityContext: securityContextSchema.optional(),
});

export type ContextUpdate = z.infer<typeof contextUpdateSchema>;
