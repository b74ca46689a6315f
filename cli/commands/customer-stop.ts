import { resumeCustomer, type StopCustomerDeps, stopCustomer } from '../../shared/customers/stop-customer.ts';
import { formatCustomer } from '../format/format-customer.ts';
import type { Outcome } from '../outcome.ts';
import { findCustomer } from './customer-show.ts';

type Deps = StopCustomerDeps & { readonly by: string };

/** `customer stop`: no contact with one customer until it is resumed. Fails where there is no such customer. */
export const stopOneCustomer = async (customerId: string, reason: string, deps: Deps): Promise<Outcome> => {
  await stopCustomer(customerId, { by: deps.by, reason }, deps);
  return outcomeOf(customerId, deps);
};

/** `customer resume`: lifts that stop and nothing else. Fails where there is no such customer. */
export const resumeOneCustomer = async (customerId: string, deps: Deps): Promise<Outcome> => {
  await resumeCustomer(customerId, { by: deps.by }, deps);
  return outcomeOf(customerId, deps);
};

const outcomeOf = async (customerId: string, { customers }: Deps): Promise<Outcome> => {
  const customer = await findCustomer(customers, customerId);
  return { exit: 'OK', json: { customer }, lines: formatCustomer(customer) };
};
