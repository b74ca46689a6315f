import { fact } from './command-facts.ts';
import type { CommandState } from './command-state.ts';
import { subjectIn } from './command-subject.ts';
import type { Fact } from './fact.ts';

/** What somebody says who knows from the provider what became of a command. */
export type Resolution = {
  readonly taken: boolean;
  /** Codes: where it is known from, and who says so. */
  readonly reason: string;
  readonly by: string;
};

/**
 * The facts that resolve a command of which nobody knows; `undefined` for one that is not UNKNOWN, nor PARKED with an open
 * attempt. What was not taken is PARKED from then on, since its message is gone: it goes on when its message comes again. A
 * receipt that comes meanwhile stands above all of them.
 */
export const resolveOpen = (
  aggregate: string,
  { status, claim, openAttempts }: CommandState,
  { taken, reason, by }: Resolution,
  at: number,
): readonly Fact[] | undefined => {
  const [newest] = openAttempts;
  if ((status !== 'UNKNOWN' && status !== 'PARKED') || newest === undefined || claim === undefined)
    return undefined;
  const subject = subjectIn(claim.body);
  if (taken) return [fact('confirmed', aggregate, at, { ...subject, attempt: newest, by, reason })];
  const cause = `OPERATOR:${reason}`;
  return [
    fact('parked', aggregate, at, {
      ...subject,
      attempt: 0,
      intakeId: `not-taken-${newest}`,
      cause: 'NOT_TAKEN',
    }),
    ...openAttempts.map((attempt) => fact('not-accepted', aggregate, at, { attempt, cause, by })),
  ];
};
