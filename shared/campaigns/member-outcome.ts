import type { CommandStatus } from '../journal/command-state.ts';
import { commandStateOf } from '../journal/command-state.ts';
import type { Fact } from '../journal/fact.ts';
import type { StepTally } from '../journal/facts/campaign-facts.ts';
import type { Condition } from './campaign-definition.ts';

/** What a member's step came to. */
export type MemberOutcome = {
  readonly status: CommandStatus;
  readonly replied: boolean;
  readonly optedOut: boolean;
  /** The agent types whose providers may have taken it, one for each attempt. */
  readonly contactedBy: readonly string[];
};

/** What is known of a member. */
export type MemberFacts = {
  /** Of the command of the step that is being closed. */
  readonly command: readonly Fact[];
  /** Of its commands of earlier steps. */
  readonly earlier: readonly Fact[];
  /** Of the customer. */
  readonly customer: readonly Fact[];
  /** When the campaign began, in milliseconds since 1970: what the customer said before is no answer to it. */
  readonly since: number;
};

/** A member's outcome from the facts, in whatever order they come. */
export const memberOutcomeOf = ({ command, earlier, customer, since }: MemberFacts): MemberOutcome => {
  const said = customer.filter(({ at }) => at >= since);
  const denied = new Set(
    command.flatMap((fact) => (fact.type === 'not-accepted' ? [fact.body.attempt] : [])),
  );
  return {
    status: commandStateOf(command).status,
    replied: [...command, ...earlier, ...said].some(({ type }) => type === 'responded'),
    optedOut: said.some(({ type, body }) => type === 'suppressing' && body.reason === 'OPTED_OUT'),
    contactedBy: command.flatMap((fact) =>
      fact.type === 'claimed' && !denied.has(fact.body.attempt) ? [fact.body.agentType] : [],
    ),
  };
};

type Bucket = 'sent' | 'delivered' | 'failed' | 'suppressed' | 'cancelled' | 'parked' | 'open';

const bucketOf = {
  NONE: 'open',
  ACCEPTED: 'open',
  IN_PROGRESS: 'open',
  RETRYING: 'open',
  UNKNOWN: 'open',
  SENT: 'sent',
  DELIVERED: 'delivered',
  FAILED: 'failed',
  EXPIRED: 'failed',
  REJECTED: 'failed',
  ERASED: 'failed',
  SUPPRESSED: 'suppressed',
  CANCELLED: 'cancelled',
  PARKED: 'parked',
} as const satisfies Record<CommandStatus, Bucket>;

/**
 * Whether a member goes on. What may still be sent, since it is open or parked, holds back whatever would follow on it: not
 * contacting is preferred. Who asked for no more goes nowhere.
 */
export const goesOn = ({ status, replied, optedOut }: MemberOutcome, when: Condition): boolean => {
  const bucket = bucketOf[status];
  if (bucket === 'open' || bucket === 'parked' || bucket === 'cancelled' || optedOut) return false;
  if (status === 'ERASED') return false;
  if (when === 'ALWAYS') return true;
  return when === 'NO_REPLY' ? !replied : bucket === 'failed' || bucket === 'suppressed';
};

/** A tally of nobody. */
export const emptyTally = {
  members: 0,
  sent: 0,
  delivered: 0,
  failed: 0,
  suppressed: 0,
  cancelled: 0,
  parked: 0,
  open: 0,
  replied: 0,
  optedOut: 0,
  contacts: 0,
  microUsd: 0,
} satisfies StepTally;

/** Counts members; `priceOf` says what a contact by an agent type counts, in millionths of a USD. */
export const tallyOf = (
  outcomes: readonly MemberOutcome[],
  priceOf: (agentType: string) => number,
): StepTally => {
  const tally = { ...emptyTally };
  for (const { status, replied, optedOut, contactedBy } of outcomes) {
    tally.members += 1;
    tally[bucketOf[status]] += 1;
    tally.replied += Number(replied);
    tally.optedOut += Number(optedOut);
    tally.contacts += contactedBy.length;
    for (const agentType of contactedBy) tally.microUsd += priceOf(agentType);
  }
  return tally;
};

/** The sum of two tallies. */
export const addTallies = (a: StepTally, b: StepTally): StepTally =>
  Object.fromEntries(
    (Object.keys(emptyTally) as (keyof StepTally)[]).map((name) => [name, a[name] + b[name]]),
  ) as unknown as StepTally; // it has every key of the empty one
