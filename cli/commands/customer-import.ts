import type { CountryCode } from 'libphonenumber-js/min';
import type { CustomerStore } from '../../shared/customers/customer-store.ts';
import { type ImportReport, importRows, type RowError } from '../customers/import-rows.ts';
import { readRows } from '../customers/read-rows.ts';
import { formatIssue } from '../format/format-timeline.ts';
import type { Outcome } from '../outcome.ts';

/** Rejected rows that are printed as text; `--json` has them all. */
const MOST_PRINTED = 20;

/** `customer import`: stores the customers of a file. Rejected rows are named, and the others stored all the same. */
export const importCustomers = async (
  customers: Pick<CustomerStore, 'get' | 'put'>,
  asked: { readonly file: string; readonly country: CountryCode | undefined },
): Promise<Outcome> => importOutcome(await importRows(readRows(asked.file), customers, asked.country));

/** How an import ends: a store that stopped answering weighs more than rejected rows. */
export const importOutcome = (report: ImportReport): Outcome => {
  const { rows, stored, unchanged, rejected, stoppedAt } = report;
  const exit = stoppedAt !== undefined ? 'FAILED' : rejected.length > 0 ? 'REJECTED' : 'OK';
  return {
    exit,
    json: { ...report, complete: stoppedAt === undefined },
    lines: [
      `${rows} rows: ${stored} stored, ${unchanged} stored so already, ${rejected.length} rejected.`,
      ...rejected.slice(0, MOST_PRINTED).map(formatRow),
      ...(rejected.length > MOST_PRINTED
        ? [`  … ${rejected.length - MOST_PRINTED} more; --json has them all`]
        : []),
      ...(stoppedAt === undefined
        ? []
        : [`Stopped before row ${stoppedAt}: the stage does not answer. Run it again, it goes on there.`]),
    ],
  };
};

const formatRow = ({ row, issues }: RowError): string =>
  `  row ${row}  ${issues.map(formatIssue).join('; ').replaceAll('document: ', 'the row ')}`;
