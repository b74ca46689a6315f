import { contactCommandTypes } from '../messages/message-types.ts';
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

/** An attempt that is given back meanwhile makes room for another try. */
const MOST_TRIES = 3;

/**
 * Takes a contact back. Its one fact stands in the place of the next attempt's claim: an agent that comes later finds the place
 * taken, and one that came before makes it too late. So a command that is told as cancelled is never sent, whoever dies when,
 * and agents need no call to know. Repeating it is safe. Throws `JournalUnavailableError`.
 */
export const cancelCommand = async (
  { commandId, cause, by }: Cancellation,
  { journal, now }: CancelDeps,
): Promise<CancelResult> => {
  const aggregate = commandAggregate(commandId);
  let status: CommandStatus = 'NONE';
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const facts = await journal.read(aggregate);
    const state = commandStateOf(facts);
    status = state.status;
    if (status === 'CANCELLED') return { kind: 'CANCELLED', facts: facts.filter(isCancelled) };
    const accepted = facts.find(isAcceptedContact);
    const isOver = isTerminal(status) && status !== 'PARKED';
    if (accepted === undefined || isOver || !state.mayAttempt) return { kind: 'TOO_LATE', status };
    const cancelled = fact('cancelled', aggregate, now(), {
      ...subjectIn(accepted.body),
      cause,
      by,
      insteadOf: state.attempts + 1,
      dueAt: lastDueIn(facts),
    });
    const [outcome] = await journal.insert([cancelled]);
    if (outcome === 'inserted') return { kind: 'CANCELLED', facts: [cancelled] };
  }
  return { kind: 'TOO_LATE', status };
};

const isCancelled = ({ type }: Fact): boolean => type === 'cancelled';

/** What the coordinator or the record keeper does claims nothing that could be taken from it. */
const isAcceptedContact = (of: Fact): of is FactOf<'accepted'> =>
  of.type === 'accepted' && contactCommandTypes.some((type) => type === of.body.commandType);

/** The fact must outlast a timer that somebody failed to take away. */
const lastDueIn = (facts: readonly Fact[]): number =>
  Math.max(...facts.map(({ at, body }) => ('dueAt' in body && body.dueAt !== undefined ? body.dueAt : at)));
