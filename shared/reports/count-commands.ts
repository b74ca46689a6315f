import * as z from 'zod';
import type { Journal } from '../journal/journal.ts';
import { pagesOf } from '../messages/pages-of.ts';
import { accountOf, type CommandAccount } from './account-command.ts';
import { type CommandIndex, slotAt, slotsOf } from './command-index.ts';
import { daysOf, type ReportAsk } from './report-ask.ts';
import { addAccounts, isAsked, tallySchema } from './tally.ts';

/** How far a report is counted. */
export const countedSchema = z.object({
  /** Slots that are counted whole, and the last aggregate that is counted of the next one. */
  slots: z.int(),
  after: z.string(),
  tally: tallySchema,
  /** Commands that were looked at. */
  looked: z.int(),
  /** When counting began, in milliseconds since 1970. */
  from: z.number(),
});

export type Counted = z.infer<typeof countedSchema>;

export type CountDeps = {
  readonly journal: Pick<Journal, 'read'>;
  readonly index: Pick<CommandIndex, 'of'>;
  /** Whether there is time to begin with more. */
  readonly hasTime: () => boolean;
};

/** Commands read at once. */
const READ_AT_ONCE = 32;

/** Nothing is counted yet. */
export const uncounted = (from: number): Counted => ({ slots: 0, after: '', tally: {}, looked: 0, from });

/** Whether a report is counted to its end. */
export const isCounted = ({ slots }: Counted, ask: ReportAsk): boolean => slots >= slotsIn(ask).length;

/**
 * Goes on counting for as long as there is time, and always one portion further. Facts are counted as they are when they are
 * read. Throws where index or journal do not answer.
 */
export const countCommands = async (ask: ReportAsk, counted: Counted, deps: CountDeps): Promise<Counted> => {
  const slots = slotsIn(ask);
  let now = counted;
  let isFirst = true;
  for (const slot of slots.slice(counted.slots)) {
    const indexed = await deps.index.of(slot, ask.reportType === 'campaign' ? ask.of : undefined);
    const open = [...indexed].sort().filter((aggregate) => aggregate > now.after);
    for (const page of pagesOf(open, READ_AT_ONCE)) {
      if (!isFirst && !deps.hasTime()) return now;
      isFirst = false;
      const accounts = await Promise.all(page.map((aggregate) => accountIn(slot, aggregate, deps.journal)));
      const asked = accounts.filter((each) => each !== undefined).filter((each) => isAsked(each, ask));
      const tally = addAccounts(now.tally, asked, ask.reportType);
      now = { ...now, after: page.at(-1) ?? now.after, looked: now.looked + page.length, tally };
    }
    now = { ...now, slots: now.slots + 1, after: '' };
    if (!deps.hasTime()) return now;
  }
  return now;
};

const slotsIn = (ask: ReportAsk): readonly string[] => daysOf(ask).flatMap(slotsOf);

/** A command that two of its facts put into the index is counted where it belongs, and only there. */
const accountIn = async (
  slot: string,
  aggregate: string,
  journal: Pick<Journal, 'read'>,
): Promise<CommandAccount | undefined> => {
  const account = accountOf(await journal.read(aggregate));
  return account !== undefined && slotAt(account.at) === slot ? account : undefined;
};
