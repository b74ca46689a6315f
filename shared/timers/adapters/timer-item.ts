import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { laneMessageSchema } from '../../lanes/lane-message.ts';
import { priorities } from '../../messages/priority.ts';
import { type Timer, timerKey } from '../timer-store.ts';

/** A timer that nobody sent for so long after its time is no use to anybody any more. */
const KEPT_SECONDS = 30 * 86_400;

/** The key of a timer's item. */
export const keyOf = (timer: Pick<Timer, 'commandId' | 'dueAt'>): Record<string, AttributeValue> => {
  const { id, part } = timerKey(timer);
  return { id: { S: id }, part: { S: part } };
};

/** A timer as an item of the table of state. */
export const toItem = (timer: Timer): Record<string, AttributeValue> => ({
  ...keyOf(timer),
  cause: { S: timer.cause },
  entry: { S: JSON.stringify(timer.entry) },
  expiresAt: { N: String(Math.floor(timer.dueAt / 1000) + KEPT_SECONDS) },
});

const itemSchema = z.object({
  part: z.object({ S: z.string().regex(/^\d{15}#/) }),
  cause: z.object({ S: z.enum(['SCHEDULED', 'DEFERRED']) }),
  entry: z.object({ S: z.string() }),
});

const entrySchema = z.object({
  agentType: z.string(),
  tier: z.enum(priorities),
  message: laneMessageSchema,
  delaySeconds: z.number(),
  groupId: z.string().optional(),
});

/** Reads a stored item. Throws a `ZodError` on one that no timer store wrote. */
export const toTimer = (item: unknown): Timer => {
  const { part, cause, entry } = itemSchema.parse(item);
  const separator = part.S.indexOf('#');
  return {
    commandId: part.S.slice(separator + 1),
    dueAt: Number(part.S.slice(0, separator)),
    cause: cause.S,
    entry: entrySchema.parse(JSON.parse(entry.S)),
  };
};
