import * as z from 'zod';

/** The switch by which an operator stops all contacts of a stage. */
export const STOP_CONTROL = 'stop';

/** What the switch says: who stopped or resumed, why and when (ISO 8601). */
export type StopOrder = {
  readonly stopped: boolean;
  readonly by: string;
  readonly at: string;
  /** In the operator's words; names no customer. */
  readonly reason?: string | undefined;
};

const schema = z.object({
  stopped: z.boolean(),
  by: z.string(),
  at: z.string(),
  reason: z.string().optional(),
}) satisfies z.ZodType<StopOrder>;

/** What the switch says that was set last; `undefined` where it was never set. Throws on what is no order. */
export const stopOrderIn = (value: unknown): StopOrder | undefined =>
  value === undefined ? undefined : schema.parse(value);

/** Whether all contacts are stopped. A value that nobody understands stops too: it was set by somebody who meant something. */
export const isStopped = (value: unknown): boolean => {
  if (value === undefined) return false;
  const read = schema.safeParse(value);
  return !read.success || read.data.stopped;
};
