import type { CountryCode } from 'libphonenumber-js/min';
import type { Customer } from '../../shared/customers/customer.ts';
import type { CustomerStore } from '../../shared/customers/customer-store.ts';
import { CliError } from '../cli-error.ts';
import { type CustomerRow, parseRow } from '../customers/customer-fields.ts';
import { mergeRow } from '../customers/merge-row.ts';
import { formatCustomer } from '../format/format-customer.ts';
import { formatIssue } from '../format/format-timeline.ts';
import type { Outcome } from '../outcome.ts';
import { findCustomer } from './customer-show.ts';

export type CustomerChange = Readonly<
  Partial<Record<'name' | 'email' | 'sms' | 'phone' | 'zone' | 'locale' | 'preferredChannel', string>>
>;

export type UpdateAsked = {
  readonly customerId: string;
  /** What is to change; empty text takes a field away. */
  readonly change: CustomerChange;
  readonly country: CountryCode | undefined;
};

/** `customer update`: changes fields of a customer. Fails where there is none, and where others change it meanwhile. */
export const updateCustomer = async (
  customers: Pick<CustomerStore, 'get' | 'put'>,
  { customerId, change, country }: UpdateAsked,
): Promise<Outcome> => {
  if (Object.keys(change).length === 0) {
    throw new CliError('USAGE', 'Nothing is to change.', 'Name a field, such as --email; --help lists them.');
  }
  const entries = Object.entries(change);
  const row = readRow(customerId, Object.fromEntries(entries.filter(([, value]) => value !== '')), country);
  const before = await findCustomer(customers, customerId);
  const taken = entries.flatMap(([name, value]) => (value === '' ? [name] : []));
  const left = without(before, taken);
  const after =
    mergeRow(left, row) ?? (taken.length === 0 ? before : { ...left, version: before.version + 1 });
  if (after !== before && (await customers.put(after)) === 'conflict') {
    throw new CliError('FAILED', `Customer ${customerId} was changed by others meanwhile.`, 'Try again.');
  }
  return { exit: 'OK', json: { customer: after }, lines: formatCustomer(after) };
};

const readRow = (
  customerId: string,
  fields: Readonly<Record<string, string>>,
  country: CountryCode | undefined,
): CustomerRow => {
  const row = parseRow({ customerId, ...fields }, country);
  if (row.ok) return row.value;
  throw new CliError('REJECTED', `${row.issues.map(formatIssue).join('; ')}.`, 'Nothing was changed.');
};

const without = (customer: Customer, fields: readonly string[]): Customer => ({
  ...customer,
  ...Object.fromEntries(fields.filter((name) => name in customer).map((name) => [name, undefined])),
  addresses: Object.fromEntries(
    Object.entries(customer.addresses).filter(([channel]) => !fields.includes(channel)),
  ),
});
