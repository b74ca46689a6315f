import * as z from 'zod';
import type { ChannelOutcome } from '../channel.ts';
import { outcomeOf, readFailure } from './outcome-of-failure.ts';

/** The codes in an error of End User Messaging; its words can quote the customer and are not read. */
const codesSchema = z.object({
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

/** What a failed call of End User Messaging proves; its errors share the status 400 and differ by name, reason and fields. */
export const outcomeOfMessagingFailure = (error: unknown): ChannelOutcome => {
  const codes = codesSchema.safeParse(error).data;
  return outcomeOf({
    ...readFailure(error),
    reason: codes?.Reason,
    fields: codes?.Fields.map(({ Name }) => Name),
  });
};
