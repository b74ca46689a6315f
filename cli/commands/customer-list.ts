import type { Customer } from '../../shared/customers/customer.ts';
import type { CustomerStore } from '../../shared/customers/customer-store.ts';
import { formatTable } from '../format/format-table.ts';
import type { Outcome } from '../outcome.ts';

export type ListAsked = { readonly limit: number; readonly after?: string | undefined };

/** `customer list`: customers by id, without names and addresses; `next` is where the rest begins. */
export const listCustomers = async (
  customers: Pick<CustomerStore, 'get' | 'list'>,
  { limit, after }: ListAsked,
): Promise<Outcome> => {
  const { customerIds, next } = await customers.list(limit, after);
  const found = await customers.get(customerIds);
  const rows = customerIds.flatMap((id) => found.get(id) ?? []).map(toRow);
  return {
    exit: 'OK',
    json: { customers: rows, ...(next === undefined ? {} : { next }) },
    lines: [
      ...(rows.length === 0 ? ['There are no customers.'] : formatTable(HEADINGS, rows.map(toCells))),
      ...(next === undefined ? [] : [`There are more: customer list --after ${next}`]),
    ],
  };
};

const HEADINGS = ['CUSTOMER', 'VERSION', 'CHANNELS', 'PREFERS', 'ZONE', 'LOCALE', 'SUPPRESSED'];

const toRow = ({
  customerId,
  version,
  addresses,
  preferredChannel,
  zone,
  locale,
  suppressions,
}: Customer) => ({
  customerId,
  version,
  channels: Object.keys(addresses).sort(),
  preferredChannel,
  zone,
  locale,
  suppressed: suppressions.map(({ channel, reason }) => `${channel} ${reason}`),
});

const toCells = (row: ReturnType<typeof toRow>): readonly (string | number)[] => [
  row.customerId,
  row.version,
  row.channels.join(', '),
  row.preferredChannel ?? '',
  row.zone ?? '',
  row.locale ?? '',
  row.suppressed.join(', '),
];
