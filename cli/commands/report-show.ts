import { commandAggregate } from '../../shared/journal/command-facts.ts';
import { commandStateOf, commandStatuses } from '../../shared/journal/command-state.ts';
import { S3ReportStore } from '../../shared/reports/adapters/s3-report-store.ts';
import type { ReportAsk } from '../../shared/reports/report-ask.ts';
import { type ReportDocument, reportDocumentSchema } from '../../shared/reports/report-document.ts';
import { type Counts, splitOf } from '../../shared/reports/tally.ts';
import { CliError } from '../cli-error.ts';
import { formatTable } from '../format/format-table.ts';
import type { Outcome } from '../outcome.ts';
import type { StageAccess } from '../stage-access.ts';

/** A report, and where its files are. */
export type ShownReport = ReportDocument & { readonly json: string; readonly csv: string };

/** `report show`: a report that was made. Fails on one that is not there, and says how far it is. */
export const showReport = async (access: StageAccess, reportId: string): Promise<Outcome> => {
  const report = await readReport(access, reportId);
  return { exit: 'OK', json: report, lines: reportLines(report) };
};

/** Reads a report from where its fact says it is. Throws where there is none. */
export const readReport = async (
  access: Pick<StageAccess, 'journal' | 's3'>,
  reportId: string,
): Promise<ShownReport> => {
  const facts = await (await access.journal()).read(commandAggregate(reportId));
  const generated = facts.find((each) => each.type === 'report-generated');
  if (generated?.type !== 'report-generated') {
    const { status } = commandStateOf(facts);
    const known = status === 'NONE' ? 'The journal knows no report' : `It is ${status}: there is no report`;
    throw new CliError('FAILED', `${known} ${reportId} yet.`, `See: switchboard command status ${reportId}`);
  }
  const { bucket, jsonKey, csvKey } = generated.body;
  const store = new S3ReportStore({ client: access.s3, bucketName: bucket });
  const text = await store.get(jsonKey);
  if (text === undefined)
    throw new CliError('FAILED', `The file of report ${reportId} is gone.`, 'Files are kept for 800 days.');
  const document = reportDocumentSchema.parse(JSON.parse(text));
  return { ...document, json: `s3://${bucket}/${jsonKey}`, csv: `s3://${bucket}/${csvKey}` };
};

/** A report as text: a line for each row, and where its files are. */
export const reportLines = ({
  asked,
  countedUntil,
  rows,
  total,
  json,
  csv,
}: ShownReport): readonly string[] => {
  const parts = splitOf[asked.reportType];
  const cells = (names: readonly string[], counts: Counts) => [
    ...names,
    counts.commands,
    counts.attempts,
    counts.replies,
    counts.complaints,
    counts.missedDeadlines,
    commandStatuses
      .filter((status) => (counts.outcomes[status] ?? 0) > 0)
      .map((status) => `${counts.outcomes[status]} ${status}`)
      .join(', '),
  ];
  return [
    `${titleOf(asked)}, as of ${countedUntil}`,
    ...formatTable(
      [
        ...parts.map((part) => part.replace(/([A-Z])/g, ' $1').toUpperCase()),
        ...['COMMANDS', 'ATTEMPTS', 'REPLIES', 'COMPLAINTS', 'LATE', 'OUTCOMES'],
      ],
      [
        ...rows.map(({ of, counts }) =>
          cells(
            parts.map((part) => of[part] ?? ''),
            counts,
          ),
        ),
        cells(['total', ...parts.slice(1).map(() => '')], total),
      ],
    ),
    `as JSON ${json}`,
    `as CSV  ${csv}`,
  ];
};

const titleOf = ({ reportType, of, fromDay, untilDay }: ReportAsk): string => {
  const days = fromDay === untilDay ? fromDay : `${fromDay} to ${untilDay}`;
  return of === undefined
    ? `Commands accepted ${days} (UTC)`
    : `Commands of ${reportType} ${of}, accepted ${days} (UTC)`;
};
