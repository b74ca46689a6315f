import * as z from 'zod';

/** The switch by which an operator stops all contacts of a stage. */
export const STOP_CONTROL = 'stop';

const schema = z.object({
  stopped: z.boolean(),
  /** Who set it last, and when (ISO 8601); absent where nobody ever did. */
  by: z.string().optional(),
  at: z.string().optional(),
  /** In the operator's words; names no customer. */
  reason: z.string().optional(),
});

/** What the switch says: whether contacts are stopped, by whom, since when and why. */
export type StopOrder = z.infer<typeof schema>;

const NEVER_SET: StopOrder = { stopped: false };
const NOT_UNDERSTOOD: StopOrder = { stopped: true, reason: 'the switch holds what nobody understands' };

/** Reads the switch. What nobody understands stops too: somebody set it, and not in order to contact more. */
export const readStopOrder = (value: unknown): StopOrder => {
  if (value === undefined) return NEVER_SET;
  const read = schema.safeParse(value);
  return read.success ? read.data : NOT_UNDERSTOOD;
};
