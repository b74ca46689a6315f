import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import type { Customer } from '../../../shared/customers/customer.ts';
import type { Call } from '../../provider-sandbox/inbox-message.ts';

/** Members of the campaign of the demonstration. */
export const MEMBERS = 20;

const countsSchema = z.looseObject({ commands: z.number(), outcomes: z.record(z.string(), z.number()) });
const reportSchema = z.looseObject({
  rows: z.array(z.looseObject({ of: z.looseObject({ channel: z.string() }), counts: countsSchema })),
});

/** The order to start the campaign is a command of it too, and no contact. */
const NO_CHANNEL = 'coordinator';

/** What does not add up in the report of a campaign of so many contacts: one mail bounced, all others must be delivered. */
export const problemsOfCounts = (report: unknown, contacts: number): readonly string[] => {
  const read = reportSchema.safeParse(report);
  if (!read.success) return ['there is no report'];
  const rows = read.data.rows.filter(({ of }) => of.channel !== NO_CHANNEL).map(({ counts }) => counts);
  const found = rows.reduce((sum, { commands }) => sum + commands, 0);
  const wanted: Readonly<Record<string, number>> = { DELIVERED: contacts - 1, FAILED: 1 };
  const statuses = new Set([
    ...Object.keys(wanted),
    ...rows.flatMap(({ outcomes }) => Object.keys(outcomes)),
  ]);
  return [
    ...(found === contacts ? [] : [`the report has ${found} contacts of ${contacts}`]),
    ...[...statuses].flatMap((status) => {
      const count = rows.reduce((sum, { outcomes }) => sum + (outcomes[status] ?? 0), 0);
      const right = wanted[status] ?? 0;
      return count === right ? [] : [`the report has ${count} ${status}, not ${right}`];
    }),
  ];
};

/** Commands that a provider took more than once. */
export const twiceContacted = (calls: readonly Pick<Call, 'commandId' | 'answer'>[]): readonly string[] => {
  const taken = calls.filter(({ answer, commandId }) => answer === 'accepted' && commandId !== undefined);
  return [...Map.groupBy(taken, ({ commandId }) => commandId)]
    .filter(([, { length }]) => length > 1)
    .map(([commandId, { length }]) => `command ${commandId} contacted its customer ${length} times`);
};

/** What of a customer's profile a saga that was rolled back has left behind: names of fields. */
export const leftBehind = (before: Customer | undefined, after: Customer | undefined): readonly string[] => {
  if (before === undefined || after === undefined) return ['the customer is not there'];
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names
    .filter((name) => name !== 'version')
    .filter((name) => !isDeepStrictEqual(Reflect.get(before, name), Reflect.get(after, name)))
    .map((name) => `the saga was rolled back, and ${name} of the profile is not as before`);
};
