import type { Customer } from '../../shared/customers/customer.ts';
import type { CustomerStore } from '../../shared/customers/customer-store.ts';
import { CliError } from '../cli-error.ts';
import { formatCustomer } from '../format/format-customer.ts';
import type { Outcome } from '../outcome.ts';

/** `customer show`: all that is stored of a customer, in the clear. Fails where there is none. */
export const showCustomer = async (
  customers: Pick<CustomerStore, 'get'>,
  customerId: string,
): Promise<Outcome> => {
  const customer = await findCustomer(customers, customerId);
  return { exit: 'OK', json: { customer }, lines: formatCustomer(customer) };
};

/** A customer. Throws where there is none. */
export const findCustomer = async (
  customers: Pick<CustomerStore, 'get'>,
  customerId: string,
): Promise<Customer> => {
  const customer = (await customers.get([customerId])).get(customerId);
  if (customer !== undefined) return customer;
  throw new CliError(
    'FAILED',
    `There is no customer ${customerId}.`,
    'customer list shows the ids; customer import adds customers.',
  );
};
