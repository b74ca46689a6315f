import * as z from 'zod';
import { fact, stopAggregate } from '../journal/command-facts.ts';
import type { Fact } from '../journal/fact.ts';

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

/** The fact of a change of the switch, whose version it made is `term`; the same however often it is told. The reason stays in the switch. */
export const stopFact = ({ stopped, by = 'unknown', at }: StopOrder, term: number): Fact =>
  fact(stopped ? 'contact-stopped' : 'contact-resumed', stopAggregate, timeOf(at), { by, term });

/** When the switch was turned, in milliseconds since 1970; 0 where nobody knows. */
export const timeOf = (at: string | undefined): number => (at === undefined ? 0 : Date.parse(at) || 0);
