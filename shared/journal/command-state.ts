import type { Fact, FactOf, FactType } from './fact.ts';

/** Where a command stands. UNKNOWN is open: nobody knows yet whether the provider took it. */
export const commandStatuses = [
  'NONE',
  'ACCEPTED',
  'IN_PROGRESS',
  'RETRYING',
  'UNKNOWN',
  'SENT',
  'DELIVERED',
  'FAILED',
  'SUPPRESSED',
  'REJECTED',
] as const;

export type CommandStatus = (typeof commandStatuses)[number];

export type CommandState = {
  readonly status: CommandStatus;
  /** Attempts to contact so far. */
  readonly attempts: number;
  /** The newest claim, when there is one. */
  readonly claim?: FactOf<'claimed'> | undefined;
};

/** True for a status that no further fact is needed for; a receipt may still refine SENT. */
export const isTerminal = (status: CommandStatus): boolean =>
  status === 'SENT' ||
  status === 'DELIVERED' ||
  status === 'FAILED' ||
  status === 'SUPPRESSED' ||
  status === 'REJECTED';

/** A command's state from its facts, in whatever order they come. */
export const commandStateOf = (facts: readonly Fact[]): CommandState => {
  const claims = facts.filter((fact): fact is FactOf<'claimed'> => fact.type === 'claimed');
  const claim = claims.reduce<FactOf<'claimed'> | undefined>(
    (newest, fact) => (newest === undefined || fact.body.attempt > newest.body.attempt ? fact : newest),
    undefined,
  );
  return { status: statusOf(facts, claim?.body.attempt), attempts: claim?.body.attempt ?? 0, claim };
};

/** First match wins: the provider's receipts say more than our own record, that more than a doubt. */
const statusOf = (facts: readonly Fact[], attempt: number | undefined): CommandStatus => {
  const has = (type: FactType) => facts.some((fact) => fact.type === type);
  if (has('bounced')) return 'FAILED';
  if (has('delivered') || has('complained')) return 'DELIVERED';
  if (has('sent')) return 'SENT';
  if (attempt !== undefined) return statusOfAttempt(facts, attempt);
  if (has('failed')) return 'FAILED';
  if (has('suppressed')) return 'SUPPRESSED';
  if (has('accepted')) return 'ACCEPTED';
  return has('rejected') ? 'REJECTED' : 'NONE';
};

/** An open attempt outweighs a denial: only where it is proven not to have been taken does the denial end the command. */
const statusOfAttempt = (facts: readonly Fact[], attempt: number): CommandStatus => {
  const has = (type: FactType, of = attempt) =>
    facts.some((fact) => fact.type === type && 'attempt' in fact.body && fact.body.attempt === of);
  if (has('failed')) return 'FAILED';
  if (!has('not-accepted')) return has('unknown') ? 'UNKNOWN' : 'IN_PROGRESS';
  if (has('failed', 0)) return 'FAILED';
  return facts.some(({ type }) => type === 'suppressed') ? 'SUPPRESSED' : 'RETRYING';
};
