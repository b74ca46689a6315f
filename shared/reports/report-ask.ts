import * as z from 'zod';
import type { Command } from '../messages/command.ts';
import { calendarDay, identifier } from '../messages/fields.ts';
import { reportTypes } from '../messages/message-types.ts';
import type { Issue, Parsed } from '../messages/parse-message.ts';

/** What a report is about, and of which days (UTC, both included) of acceptance. */
export const reportAskSchema = z.object({
  reportType: z.enum(reportTypes),
  /** The campaign's id, the agent type or the identity; a report of a day has none. */
  of: identifier.optional(),
  fromDay: calendarDay,
  untilDay: calendarDay,
});

export type ReportAsk = z.infer<typeof reportAskSchema>;

/** Days of one report at most: its rows and what it reads stay bounded. */
export const MOST_DAYS = 31;

const DAY_MS = 86_400_000;

type Asking = Extract<Command['command'], { type: 'GENERATE_REPORT' }>;

/**
 * Reads what a GENERATE_REPORT command that was taken at `at` (milliseconds since 1970) asks for, or every rule that it breaks.
 * Without days it is about the newest 31.
 */
export const readReportAsk = (asking: Asking, at: number): Parsed<ReportAsk> => {
  const today = dayOf(at);
  const { day, untilDay = day ?? today } = asking;
  const { fromDay = day ?? dayOf(Date.parse(untilDay) - (MOST_DAYS - 1) * DAY_MS) } = asking;
  const issues = [...issuesOfSubject(asking), ...issuesOfDays(asking, { fromDay, untilDay, today })];
  if (issues.length > 0) return { ok: false, issues };
  return {
    ok: true,
    value: { reportType: asking.reportType, of: subjectOf(asking), fromDay, untilDay },
  };
};

/** The days of a report, in order. */
export const daysOf = ({ fromDay, untilDay }: Pick<ReportAsk, 'fromDay' | 'untilDay'>): readonly string[] => {
  const count = 1 + (Date.parse(untilDay) - Date.parse(fromDay)) / DAY_MS;
  return Array.from({ length: count }, (_, index) => dayOf(Date.parse(fromDay) + index * DAY_MS));
};

/** The day (UTC) of a time in milliseconds since 1970. */
export const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

const subjectOf = ({ reportType, campaignId, channel, agent }: Asking): string | undefined =>
  ({ campaign: campaignId, channel, agent, day: undefined })[reportType];

const subjectFields = { campaign: 'campaignId', channel: 'channel', agent: 'agent' } as const;

const issuesOfSubject = (asking: Asking): readonly Issue[] => {
  const { reportType } = asking;
  if (reportType === 'day') {
    const isGiven = asking.day !== undefined || asking.fromDay !== undefined;
    return isGiven ? [] : [{ path: 'command.day', rule: 'must be given for a report of a day' }];
  }
  const field = subjectFields[reportType];
  return asking[field] === undefined
    ? [{ path: `command.${field}`, rule: `must be given for a report of reportType ${reportType}` }]
    : [];
};

const issuesOfDays = (
  { day, fromDay, untilDay }: Asking,
  asked: { readonly fromDay: string; readonly untilDay: string; readonly today: string },
): readonly Issue[] => {
  if (day !== undefined && (fromDay !== undefined || untilDay !== undefined))
    return [{ path: 'command.day', rule: 'must not be given together with fromDay or untilDay' }];
  const last = day === undefined ? 'command.untilDay' : 'command.day';
  if (asked.untilDay > asked.today)
    return [{ path: last, rule: `must not be after today (${asked.today}, UTC)` }];
  if (asked.fromDay > asked.untilDay)
    return [{ path: 'command.fromDay', rule: `must not be after the last day (${asked.untilDay})` }];
  return daysOf(asked).length > MOST_DAYS
    ? [
        {
          path: 'command.fromDay',
          rule: `must be at most ${MOST_DAYS} days before the last day, that one included`,
        },
      ]
    : [];
};
