import * as z from 'zod';
import { laneMessageSchema } from '../../lanes/lane-message.ts';
import { priorities } from '../../messages/priority.ts';
import type { Timer } from '../timer-store.ts';

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
