import * as z from 'zod';
import { commandStatuses } from '../journal/command-state.ts';
import { type ReportAsk, reportAskSchema } from './report-ask.ts';
import { addCounts, type Counts, countsSchema, nothing, splitOf, type Tally } from './tally.ts';

/** A report as its file has it. */
export const reportDocumentSchema = z.object({
  reportId: z.string(),
  asked: reportAskSchema,
  /** ISO 8601: what happened between the two may be in it or not. */
  countedFrom: z.string(),
  countedUntil: z.string(),
  rows: z.array(z.object({ of: z.record(z.string(), z.string()), counts: countsSchema })),
  total: countsSchema,
});

export type ReportDocument = z.infer<typeof reportDocumentSchema>;

/** Makes the document of what was counted; rows by the values of what they differ by. Times in milliseconds since 1970. */
export const documentOf = (
  reportId: string,
  asked: ReportAsk,
  tally: Tally,
  counted: { readonly from: number; readonly until: number },
): ReportDocument => ({
  reportId,
  asked,
  countedFrom: new Date(counted.from).toISOString(),
  countedUntil: new Date(counted.until).toISOString(),
  rows: Object.entries(tally)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, counts]) => ({ of: partsOf(key, asked), counts })),
  total: Object.values(tally).reduce(addCounts, nothing),
});

/** The same rows as CSV (RFC 4180), a column for each outcome there is, and the total as the last line. */
export const csvOf = ({ asked, rows, total }: ReportDocument): string => {
  const parts = splitOf[asked.reportType];
  const heading = [...parts, ...numbers, ...commandStatuses];
  const line = (of: Readonly<Record<string, string>>, counts: Counts) => [
    ...parts.map((part) => of[part] ?? ''),
    ...numbers.map((name) => String(counts[name])),
    ...commandStatuses.map((status) => String(counts.outcomes[status] ?? 0)),
  ];
  const lines = [
    heading,
    ...rows.map(({ of, counts }) => line(of, counts)),
    line({ [parts[0]]: 'TOTAL' }, total),
  ];
  return lines.map((cells) => `${cells.join(',')}\r\n`).join('');
};

const numbers = [
  'commands',
  'attempts',
  'replies',
  'complaints',
  'missedDeadlines',
  'fallbacks',
  'segments',
] as const;

const keySchema = z.array(z.string());

const partsOf = (key: string, { reportType }: ReportAsk): Record<string, string> => {
  const values = keySchema.parse(JSON.parse(key));
  return Object.fromEntries(splitOf[reportType].map((part, index) => [part, values[index] ?? '']));
};
