import * as z from 'zod';
import { breakerAggregate, fact } from '../journal/command-facts.ts';
import type { Fact } from '../journal/fact.ts';
import type { Control } from '../state/control-store.ts';
import { type BreakerState, neverOpened } from './breaker.ts';

/** Whose breaker it is: an agent type, and the service by which it contacts customers, such as `ses`. */
export type ServiceName = { readonly agentType: string; readonly service: string };

/** The name of a breaker's switch. */
export const breakerControl = ({ agentType, service }: ServiceName): string =>
  `breaker/${agentType}/${service}`;

const transition = { term: z.number(), at: z.number(), cause: z.string() };

const stateSchema = z.discriminatedUnion('state', [
  z.object({
    ...transition,
    state: z.literal('CLOSED'),
    suspicion: z.object({ failures: z.number(), since: z.number() }).optional(),
  }),
  z.object({ ...transition, state: z.literal('OPEN'), opens: z.number(), until: z.number().optional() }),
  z.object({
    ...transition,
    state: z.literal('HALF_OPEN'),
    opens: z.number(),
    owner: z.string(),
    until: z.number(),
  }),
]);

/** A breaker as its switch says; one that was never set, or that nobody can read, holds nothing back. */
export const breakerStateOf = ({ value }: Control): BreakerState =>
  stateSchema.safeParse(value).data ?? neverOpened;

const typeOf = {
  CLOSED: 'breaker-closed',
  OPEN: 'breaker-opened',
  HALF_OPEN: 'breaker-half-opened',
} as const;

/** The fact of a transition; the same for whoever makes it. */
export const breakerFact = (name: ServiceName, state: BreakerState): Fact => {
  const until = state.state === 'CLOSED' ? undefined : state.until;
  const { cause, term } = state;
  return fact(typeOf[state.state], breakerAggregate(name), state.at, { ...name, cause, term, until });
};
