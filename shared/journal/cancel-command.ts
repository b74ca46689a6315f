import { commandAggregate, fact } from './command-facts.ts';
import { type CommandStatus, commandStateOf, isTerminal } from './command-state.ts';
import { subjectIn } from './command-subject.ts';
import type { Fact, FactOf } from './fact.ts';
import type { Journal } from './journal.ts';

export type CancelDeps = {
  readonly journal: Pick<Journal, 'insert' | 'read'>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
};

/** Which command, and why: a code, and who says so. */
export type Cancellation = { readonly commandId: string; readonly cause: string; readonly by: string };

/** What became of it: taken back, now or before, or how it stands that it could not be. */
export type CancelResult =
  | { readonly kind: 'CANCELLED'; readonly facts: readonly Fact[] }
  | { readonly kind: 'TOO_LATE'; readonly status: CommandStatus };

/** A canceller that died leaves a claim behind; after it an operator sees the command as UNKNOWN, until it is cancelled again. */
const CLAIM_MS = 60_000;

/**
 * Takes a command back. It claims the next attempt itself, so that an agent that comes later finds the claim taken, and one
 * that came before makes it too late: a command that is told as cancelled is never sent. Costs agents nothing. Repeating it is
 * safe, and ends what one that died began. Throws `JournalUnavailableError`.
 */
export const cancelCommand = async (
  { commandId, cause, by }: Cancellation,
  { journal, now }: CancelDeps,
): Promise<CancelResult> => {
  const aggregate = commandAggregate(commandId);
  const owner = `cancel/${commandId}`;
  const facts = await journal.read(aggregate);
  const { status, attempts, openClaim, mayAttempt } = commandStateOf(facts);
  if (status === 'CANCELLED') return { kind: 'CANCELLED', facts: facts.filter(isCancelled) };
  const isOwn = openClaim?.body.owner === owner;
  const accepted = facts.find((each): each is FactOf<'accepted'> => each.type === 'accepted');
  const isOver = isTerminal(status) && status !== 'PARKED';
  if (accepted === undefined || (!isOwn && (isOver || !mayAttempt))) return { kind: 'TOO_LATE', status };
  const subject = subjectIn(accepted.body);
  const attempt = isOwn ? openClaim.body.attempt : attempts + 1;
  if (!isOwn) {
    const deadlineAt = now() + CLAIM_MS;
    const claim = fact('claimed', aggregate, now(), { ...subject, attempt, owner, deadlineAt });
    const [outcome] = await journal.insert([claim]);
    if (outcome !== 'inserted') return cancelledElse(aggregate, journal);
  }
  const ends = [
    fact('cancelled', aggregate, now(), { ...subject, after: attempt, cause, by }),
    fact('not-accepted', aggregate, now(), { attempt, cause: 'CANCELLED', by }),
  ];
  await journal.insert(ends);
  return { kind: 'CANCELLED', facts: ends };
};

const isCancelled = ({ type }: Fact): boolean => type === 'cancelled';

/** Somebody else claimed it meanwhile: an agent, or another canceller. */
const cancelledElse = async (aggregate: string, journal: Pick<Journal, 'read'>): Promise<CancelResult> => {
  const facts = await journal.read(aggregate);
  const { status } = commandStateOf(facts);
  return status === 'CANCELLED'
    ? { kind: 'CANCELLED', facts: facts.filter(isCancelled) }
    : { kind: 'TOO_LATE', status };
};
