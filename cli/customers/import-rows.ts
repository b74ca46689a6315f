import type { CountryCode } from 'libphonenumber-js/min';
import type { CustomerStore } from '../../shared/customers/customer-store.ts';
import { CustomersUnavailableError } from '../../shared/customers/errors.ts';
import type { Issue } from '../../shared/messages/parse-message.ts';
import { type CustomerRow, parseRow } from './customer-fields.ts';
import { mergeRow } from './merge-row.ts';
import type { FileRow } from './read-rows.ts';

/** Rows that are read from the store in one call, and written at the same time. */
const PAGE = 50;
const MOST_TRIES = 5;

/** A row that was not stored, and why; row numbers and rules only, never what stood there. */
export type RowError = { readonly row: number; readonly issues: readonly Issue[] };

/** What became of a file. */
export type ImportReport = {
  /** Rows that were looked at. */
  readonly rows: number;
  /** Customers that are new or changed. */
  readonly stored: number;
  /** Customers that were stored so already. */
  readonly unchanged: number;
  readonly rejected: readonly RowError[];
  /** The row at which the store stopped answering; `undefined` when all rows were looked at. */
  readonly stoppedAt?: number | undefined;
};

type GoodRow = { readonly row: number; readonly value: CustomerRow };

/**
 * Stores the rows of a file, page by page, some at a time. Each customer is written by version, and not where it is so
 * already: running it again goes on where it stopped.
 */
export const importRows = async (
  rows: AsyncIterable<FileRow>,
  customers: Pick<CustomerStore, 'get' | 'put'>,
  country: CountryCode | undefined,
): Promise<ImportReport> => {
  const seen = new Map<string, number>();
  const rejected: RowError[] = [];
  const counts = { rows: 0, stored: 0, unchanged: 0 };
  let page: GoodRow[] = [];
  const flush = async (): Promise<void> => {
    const done = await storePage(page, customers);
    for (const outcome of done) counts[outcome] += 1;
    page = [];
  };
  try {
    for await (const { row, read } of rows) {
      counts.rows += 1;
      const checked = read.ok ? parseRow(read.value, country) : read;
      const issues = checked.ok ? twice(checked.value, row, seen) : checked.issues;
      if (issues.length > 0) rejected.push({ row, issues });
      else if (checked.ok) page.push({ row, value: checked.value });
      if (page.length === PAGE) await flush();
    }
    await flush();
  } catch (error) {
    if (!(error instanceof CustomersUnavailableError) || counts.stored + counts.unchanged === 0) throw error;
    return { ...counts, rejected, stoppedAt: page[0]?.row };
  }
  return { ...counts, rejected };
};

const twice = ({ customerId }: CustomerRow, row: number, seen: Map<string, number>): readonly Issue[] => {
  const first = seen.get(customerId);
  seen.set(customerId, first ?? row);
  return first === undefined ? [] : [{ path: 'customerId', rule: `stands in row ${first} already` }];
};

const storePage = async (page: readonly GoodRow[], customers: Pick<CustomerStore, 'get' | 'put'>) => {
  const stored = await customers.get(page.map(({ value }) => value.customerId));
  return Promise.all(
    page.map(async ({ value }) => {
      let before = stored.get(value.customerId);
      for (let tries = 0; tries < MOST_TRIES; tries += 1) {
        const after = mergeRow(before, value);
        if (after === undefined) return 'unchanged' as const;
        if ((await customers.put(after)) === 'stored') return 'stored' as const;
        before = (await customers.get([value.customerId])).get(value.customerId);
      }
      throw new CustomersUnavailableError('customers: one was changed by others at every try');
    }),
  );
};
