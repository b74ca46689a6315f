import * as z from 'zod';
import type { CommandAccount } from './account-command.ts';
import { dayOf, type ReportAsk } from './report-ask.ts';

const count = z.int().min(0);

/** What a row of a report counts. */
export const countsSchema = z.object({
  commands: count,
  attempts: count,
  replies: count,
  complaints: count,
  missedDeadlines: count,
  fallbacks: count,
  segments: count,
  /** Commands by where they stand. */
  outcomes: z.record(z.string(), count),
});

export type Counts = z.infer<typeof countsSchema>;

/** By what the rows of each type of report differ: bounded, since agents and days are. */
export const splitOf = {
  campaign: ['day', 'channel'],
  channel: ['day', 'agent'],
  agent: ['day', 'commandType'],
  day: ['channel', 'commandType'],
} as const satisfies Record<ReportAsk['reportType'], readonly Part[]>;

type Part = 'day' | 'channel' | 'agent' | 'commandType';

/** Counts by the values of a report's parts, as JSON of a list of them. */
export type Tally = Readonly<Record<string, Counts>>;

export const tallySchema = z.record(z.string(), countsSchema);

export const nothing: Counts = {
  commands: 0,
  attempts: 0,
  replies: 0,
  complaints: 0,
  missedDeadlines: 0,
  fallbacks: 0,
  segments: 0,
  outcomes: {},
};

/** Whether a command belongs into a report; orders of reports belong into none, also where they name a campaign. */
export const isAsked = (
  account: CommandAccount,
  { reportType, of, fromDay, untilDay }: ReportAsk,
): boolean => {
  const day = dayOf(account.at);
  if (account.commandType === 'GENERATE_REPORT') return false;
  if (day < fromDay || day > untilDay) return false;
  const own = { campaign: account.campaignId, channel: account.channel, agent: account.agent, day: of };
  return own[reportType] === of;
};

/** A tally with these commands in it: in whatever order and portions they come, the sum is the same. */
export const addAccounts = (
  tally: Tally,
  accounts: readonly CommandAccount[],
  reportType: ReportAsk['reportType'],
): Tally => {
  const grouped = Map.groupBy(accounts, (account) => rowKeyOf(account, reportType));
  const grown = [...grouped].map(([key, own]) => [
    key,
    own.map(countsOf).reduce(addCounts, tally[key] ?? nothing),
  ]);
  return { ...tally, ...Object.fromEntries(grown) };
};

/** Both together. */
export const addCounts = (one: Counts, other: Counts): Counts => ({
  commands: one.commands + other.commands,
  attempts: one.attempts + other.attempts,
  replies: one.replies + other.replies,
  complaints: one.complaints + other.complaints,
  missedDeadlines: one.missedDeadlines + other.missedDeadlines,
  fallbacks: one.fallbacks + other.fallbacks,
  segments: one.segments + other.segments,
  outcomes: Object.fromEntries(
    [...new Set([...Object.keys(one.outcomes), ...Object.keys(other.outcomes)])].map((status) => [
      status,
      (one.outcomes[status] ?? 0) + (other.outcomes[status] ?? 0),
    ]),
  ),
});

const countsOf = (account: CommandAccount): Counts => {
  const { attempts, replies, complaints, missedDeadlines, fallbacks, segments, status } = account;
  const rest = { attempts, replies, complaints, missedDeadlines, fallbacks, segments };
  return { commands: 1, ...rest, outcomes: { [status]: 1 } };
};

const rowKeyOf = (account: CommandAccount, reportType: ReportAsk['reportType']): string => {
  const { channel, agent, commandType } = account;
  const parts: Record<Part, string> = { day: dayOf(account.at), channel, agent, commandType };
  return JSON.stringify(splitOf[reportType].map((part) => parts[part]));
};
