import { customerAggregate, fact } from '../journal/command-facts.ts';
import type { Journal } from '../journal/journal.ts';
import { type Customer, isOperatorStop, type Suppression } from './customer.ts';
import type { CustomerStore } from './customer-store.ts';
import { CustomersUnavailableError } from './errors.ts';
import { recordSuppression, suppressionId } from './record-suppression.ts';

export type StopCustomerDeps = {
  readonly customers: Pick<CustomerStore, 'get' | 'put' | 'suppress'>;
  readonly journal: Pick<Journal, 'insert'>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
};

/** Who acts on a customer, and in which words; the words may be personal and are kept encrypted. */
export type OperatorAct = { readonly by: string; readonly reason?: string | undefined };

const MOST_TRIES = 5;

/** Stops all contacts with a customer, on every channel, until they are resumed. `false` where there is no such customer. */
export const stopCustomer = async (
  customerId: string,
  { by, reason }: OperatorAct,
  deps: StopCustomerDeps,
): Promise<boolean> => {
  const stop: Suppression = {
    channel: 'all',
    reason: 'OPERATOR',
    recordedBy: by,
    at: new Date(deps.now()).toISOString(),
    source: 'operator',
    ...(reason === undefined ? {} : { wording: reason }),
  };
  const facts = await recordSuppression(customerId, stop, deps);
  if (facts.length === 0) return false;
  await deps.journal.insert(facts);
  return true;
};

/**
 * Lifts an operator's stop, and nothing else: what a customer or a provider has closed stays closed. Answers with the customer
 * as it is then; `undefined` where there is none. Throws `CustomersUnavailableError`.
 */
export const resumeCustomer = async (
  customerId: string,
  { by }: OperatorAct,
  { customers, journal, now }: StopCustomerDeps,
): Promise<Customer | undefined> => {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const before = (await customers.get([customerId])).get(customerId);
    const stops = before?.suppressions.filter(isOperatorStop) ?? [];
    if (before === undefined || stops.length === 0) return before;
    // The fact comes first: a stop that was lifted and of which no fact says so would be worse than one lifted twice.
    await journal.insert(stops.map((stop) => liftedFact(customerId, stop, { by, at: now() })));
    const suppressions = before.suppressions.filter((ban) => !isOperatorStop(ban));
    const after = { ...before, version: before.version + 1, suppressions };
    if ((await customers.put(after)) === 'stored') return after;
  }
  throw new CustomersUnavailableError('customers: one was changed by others at every try');
};

const liftedFact = (
  customerId: string,
  stop: Suppression,
  { by, at }: { readonly by: string; readonly at: number },
) => {
  const { channel, reason } = stop;
  const body = { customerId, channel, reason, by, evidenceId: suppressionId(stop) };
  return fact('suppression-lifted', customerAggregate(customerId), at, body);
};
