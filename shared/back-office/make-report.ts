import { commandAggregate, fact } from '../journal/command-facts.ts';
import type { Journal } from '../journal/journal.ts';
import {
  type CountDeps,
  type Counted,
  countCommands,
  countedSchema,
  isCounted,
  uncounted,
} from '../reports/count-commands.ts';
import { ReportsUnavailableError } from '../reports/errors.ts';
import { dayOf } from '../reports/report-ask.ts';
import { csvOf, documentOf } from '../reports/report-document.ts';
import { progressKey, type ReportStore, reportKeys } from '../reports/report-store.ts';
import type { ReportChore } from './chore.ts';
import type { ChoreLane } from './chore-lane.ts';

export type ReportDeps = CountDeps & {
  readonly journal: Pick<Journal, 'get' | 'insert' | 'read'>;
  readonly reports: ReportStore;
  readonly lane: ChoreLane;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly newId: () => string;
};

/** Messages that may work on one report: Lambda itself ends what goes round between it and SQS after about 16. */
export const MOST_PAGES = 12;

/** What became of one message's work on a report. */
export type ReportEnd = 'REPORT_GENERATED' | 'REPORT_CONTINUES' | 'REPORT_GIVEN_UP' | 'DUPLICATE';

/**
 * Counts a report on from where it is, and makes it or hands it to the next message. Repeating it, also beside itself, is safe:
 * what is counted is kept whole or not at all, and the first one that is told of stays. Throws where something does not answer.
 */
export const makeReport = async (chore: ReportChore, deps: ReportDeps): Promise<ReportEnd> => {
  const { reportId, asked, page } = chore;
  const aggregate = commandAggregate(reportId);
  const [generated, failed] = await deps.journal.get([
    { aggregate, key: 'report-generated' },
    { aggregate, key: 'failed#0' },
  ]);
  if (generated !== undefined) {
    // Whoever told of it may have died before the command was told done.
    await deps.journal.insert([fact('performed', aggregate, generated.at, chore.subject)]);
  }
  if (generated !== undefined || failed !== undefined) return 'DUPLICATE';
  const counted = await countCommands(asked, await readProgress(reportId, deps), deps);
  if (isCounted(counted, asked)) {
    await finish(chore, counted, deps);
    return 'REPORT_GENERATED';
  }
  if (page + 1 >= MOST_PAGES) {
    const body = { ...chore.subject, attempt: 0, cause: 'TOO_MUCH_TO_COUNT' };
    await deps.journal.insert([fact('failed', aggregate, deps.now(), body)]);
    return 'REPORT_GIVEN_UP';
  }
  await deps.reports.put(progressKey(reportId), JSON.stringify(counted));
  const [sent] = await deps.lane.send([{ ...chore, page: page + 1 }]);
  if (!sent?.sent) throw new ReportsUnavailableError('reports: the next page is not in the lane');
  return 'REPORT_CONTINUES';
};

const readProgress = async (reportId: string, { reports, now }: ReportDeps): Promise<Counted> => {
  const text = await reports.get(progressKey(reportId));
  return text === undefined ? uncounted(now()) : countedSchema.parse(JSON.parse(text));
};

/** The files come first: what is told of is there. */
const finish = async (
  { reportId, asked, subject }: ReportChore,
  { tally, from }: Counted,
  { reports, journal, now, newId }: ReportDeps,
): Promise<void> => {
  const at = now();
  const document = documentOf(reportId, asked, tally, { from, until: at });
  const keys = reportKeys(dayOf(at), reportId, newId());
  await reports.put(keys.csv, csvOf(document));
  await reports.put(keys.json, JSON.stringify(document));
  const aggregate = commandAggregate(reportId);
  const { commands, outcomes } = document.total;
  await journal.insert([
    fact('report-generated', aggregate, at, {
      ...subject,
      ...asked,
      bucket: reports.bucket,
      jsonKey: keys.json,
      csvKey: keys.csv,
      rows: document.rows.length,
      commands,
      outcomes,
    }),
    fact('performed', aggregate, at, subject),
  ]);
};
