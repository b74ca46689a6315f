import type { ReportChore } from '../back-office/chore.ts';
import type { ChoreLane } from '../back-office/chore-lane.ts';
import { eventIdOf } from '../journal/command-facts.ts';
import { ReportsUnavailableError } from '../reports/errors.ts';
import { dayOf } from '../reports/report-ask.ts';

/**
 * Days after which a day is archived: carriers send the last receipt of a text message up to 72 hours after it. Facts stay for
 * 30 days at least, so that a month of failing runs loses nothing.
 */
export const ARCHIVE_AFTER_DAYS = 4;

const DAY_MS = 86_400_000;

/**
 * Orders the report of the newest day that no receipt changes any more: its counts stay when its facts are gone. The same day
 * has the same report, however often it is ordered. Throws where the order is not in the lane.
 */
export const archiveDay = async (now: number, lane: ChoreLane): Promise<void> => {
  const [sent] = await lane.send([archiveChore(dayOf(now - ARCHIVE_AFTER_DAYS * DAY_MS))]);
  if (!sent?.sent) throw new ReportsUnavailableError('maintenance: the report of the day is not in the lane');
};

/** The order of a day's report by maintenance itself. */
export const archiveChore = (day: string): ReportChore => ({
  v: 1,
  kind: 'report',
  reportId: eventIdOf({ aggregate: 'maintenance#archive-day', key: day }),
  subject: { agentType: 'back-office', identity: 'back-office', commandType: 'GENERATE_REPORT' },
  asked: { reportType: 'day', fromDay: day, untilDay: day },
  page: 0,
});
