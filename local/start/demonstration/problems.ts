import * as z from 'zod';
import type { Call } from '../../provider-sandbox/inbox-message.ts';

/** What the files of the demonstration ask for, and where it ends: one mail bounced, one reminder came after an opt-out. */
export const expected = { commands: 23, outcomes: { DELIVERED: 21, FAILED: 1, SUPPRESSED: 1 } } as const;

const reportSchema = z.looseObject({
  total: z.looseObject({ commands: z.number(), outcomes: z.record(z.string(), z.number()) }),
});

/** What does not add up in the report of a demonstration. */
export const problemsOfCounts = (report: unknown): readonly string[] => {
  const read = reportSchema.safeParse(report);
  if (!read.success) return ['there is no report'];
  const { commands, outcomes } = read.data.total;
  const wanted: Readonly<Record<string, number>> = expected.outcomes;
  const statuses = [...new Set([...Object.keys(wanted), ...Object.keys(outcomes)])];
  return [
    ...(commands === expected.commands
      ? []
      : [`the report has ${commands} commands of ${expected.commands}`]),
    ...statuses
      .filter((status) => (outcomes[status] ?? 0) !== (wanted[status] ?? 0))
      .map((status) => `the report has ${outcomes[status] ?? 0} ${status}, not ${wanted[status] ?? 0}`),
  ];
};

/** Commands that a provider took more than once. */
export const twiceContacted = (calls: readonly Pick<Call, 'commandId' | 'answer'>[]): readonly string[] => {
  const taken = calls.filter(({ answer, commandId }) => answer === 'accepted' && commandId !== undefined);
  return [...Map.groupBy(taken, ({ commandId }) => commandId)]
    .filter(([, { length }]) => length > 1)
    .map(([commandId, { length }]) => `command ${commandId} contacted its customer ${length} times`);
};
