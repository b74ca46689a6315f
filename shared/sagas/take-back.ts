import { commandAggregate, fact } from '../journal/command-facts.ts';
import { type CommandState, commandStateOf } from '../journal/command-state.ts';
import { subjectIn } from '../journal/command-subject.ts';
import type { Fact, FactOf } from '../journal/fact.ts';
import type { Journal } from '../journal/journal.ts';
import type { TimerStore } from '../timers/timer-store.ts';
import { OutcomeOpenError } from './errors.ts';

/** What was left of a command that was taken back: nothing, or a contact that cannot be unsent. */
export type TakenBack = 'NOTHING' | 'CANCELLED' | 'CONTACTED';

export type TakeBackDeps = {
  readonly journal: Pick<Journal, 'insert' | 'read'>;
  readonly timers: Pick<TimerStore, 'get' | 'remove'>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
};

const MOST_TRIES = 5;
/** Milliseconds for which agents wait for whoever takes a command back to write the rest of it. */
const HOLD_MS = 60_000;
const CAUSE = 'SAGA_COMPENSATED';

/**
 * Takes a command back that may not have been sent. Whoever inserts the claim of an attempt may call the provider: so its claim
 * is taken first, and given up as cancelled. Running it again goes on there. Throws `OutcomeOpenError` while nobody knows
 * whether the command went out.
 */
export const takeBack = async (commandId: string, by: string, deps: TakeBackDeps): Promise<TakenBack> => {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const facts = await deps.journal.read(commandAggregate(commandId));
    const accepted = facts.find((each): each is FactOf<'accepted'> => each.type === 'accepted');
    const state = commandStateOf(facts);
    if (accepted === undefined) return 'NOTHING';
    if (state.status === 'SENT' || state.status === 'DELIVERED') return 'CONTACTED';
    const attempt = attemptToTake(state, by);
    if (attempt === 'ended') {
      await forgetTimer(commandId, deps);
      return 'NOTHING';
    }
    if (attempt === 'open') throw new OutcomeOpenError(`command ${commandId}: is ${state.status}`);
    if (await take(accepted, attempt, by, deps)) {
      await forgetTimer(commandId, deps);
      return 'CANCELLED';
    }
  }
  throw new OutcomeOpenError(`command ${commandId}: was claimed at every try`);
};

/** Which attempt is free, or ours already. */
const attemptToTake = (state: CommandState, by: string): number | 'ended' | 'open' => {
  const { status, attempts, openClaim, mayAttempt } = state;
  if (openClaim?.body.owner === by) return openClaim.body.attempt;
  if (['FAILED', 'EXPIRED', 'CANCELLED', 'SUPPRESSED', 'ERASED', 'REJECTED'].includes(status)) return 'ended';
  return mayAttempt ? attempts + 1 : 'open';
};

/** Claims an attempt and gives it up; `false` where somebody else had claimed it. */
const take = async (
  { aggregate, body }: FactOf<'accepted'>,
  attempt: number,
  by: string,
  { journal, now }: TakeBackDeps,
): Promise<boolean> => {
  const subject = subjectIn(body);
  const claim: Fact = fact('claimed', aggregate, now(), {
    ...subject,
    attempt,
    owner: by,
    deadlineAt: now() + HOLD_MS,
  });
  const [outcome] = await journal.insert([claim]);
  if (outcome === 'exists') {
    const { openClaim } = commandStateOf(await journal.read(aggregate));
    if (openClaim?.body.owner !== by || openClaim.body.attempt !== attempt) return false;
  }
  // The end first: a claim that was not taken, of a command without an end, would be claimed again.
  await journal.insert([fact('cancelled', aggregate, now(), { ...subject, cause: CAUSE })]);
  await journal.insert([fact('not-accepted', aggregate, now(), { attempt, cause: CAUSE, by })]);
  return true;
};

/** What waits for its time needs not come any more; if it did, its agent would find it cancelled. */
const forgetTimer = async (commandId: string, { timers }: TakeBackDeps): Promise<void> => {
  const timer = await timers.get(commandId);
  if (timer !== undefined) await timers.remove([timer]);
};
