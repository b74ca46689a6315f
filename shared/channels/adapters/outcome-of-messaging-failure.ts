import * as z from 'zod';
import type { ChannelOutcome } from '../channel.ts';
import { outcomeOfFailure } from './outcome-of-failure.ts';

/** Reasons that speak of this recipient, by which another attempt would be refused as well. */
const ABOUT_THE_RECIPIENT = new Set([
  'DESTINATION_PHONE_NUMBER_OPTED_OUT',
  'DESTINATION_PHONE_NUMBER_BLOCKED_BY_PROTECT_NUMBER_OVERRIDE',
  'DESTINATION_COUNTRY_BLOCKED_BY_PROTECT_CONFIGURATION',
  'DAILY_DESTINATION_CALL_LIMIT',
]);

/** Fields of a request that come from our configuration and not from the command. */
const OUR_FIELDS = new Set(['OriginationIdentity', 'ConfigurationSetName', 'ProtectConfigurationId']);

/** The codes in an error of End User Messaging; its words can quote the customer and are not read. */
const codesSchema = z.object({
  name: z.string(),
  Reason: z
    .string()
    .regex(/^[A-Z_]{1,80}$/)
    .optional()
    .catch(undefined),
  Fields: z
    .array(z.object({ Name: z.string() }))
    .default([])
    .catch([]),
});

/** What a failed call of End User Messaging proves; its errors share the status 400 and differ by name and reason. */
export const outcomeOfMessagingFailure = (error: unknown): ChannelOutcome => {
  const codes = codesSchema.safeParse(error).data;
  if (codes?.Reason !== undefined && ABOUT_THE_RECIPIENT.has(codes.Reason)) {
    return { kind: 'refused', cause: codes.Reason };
  }
  if (codes?.name === 'ValidationException') {
    const isOurs = codes.Fields.some(({ Name }) => OUR_FIELDS.has(Name));
    return isOurs
      ? { kind: 'not-accepted', cause: 'CONFIGURATION:ValidationException' }
      : { kind: 'refused', cause: codes.Reason ?? 'ValidationException' };
  }
  return outcomeOfFailure(error);
};
