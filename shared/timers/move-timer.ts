import { commandAggregate, fact } from '../journal/command-facts.ts';
import { commandStateOf } from '../journal/command-state.ts';
import { subjectIn } from '../journal/command-subject.ts';
import type { Fact, FactOf } from '../journal/fact.ts';
import type { Journal } from '../journal/journal.ts';
import { FARTHEST_DAYS, FARTHEST_MS, TIMER_HORIZON_MS } from '../lanes/schedule-command.ts';
import { broken, type Parsed } from '../messages/parse-message.ts';
import type { Timer, TimerStore } from './timer-store.ts';

export type MoveDeps = {
  readonly journal: Pick<Journal, 'insert' | 'read'>;
  readonly timers: Pick<TimerStore, 'find' | 'move'>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
};

/**
 * `GONE`: the command does not wait, since it was never taken, or is on its way, or ended. `TOO_LATE`: it goes into its lane any
 * moment. `REFUSED`: it cannot wait for that time.
 */
export type MoveResult =
  | { readonly kind: 'MOVED'; readonly timer: Timer; readonly facts: readonly Fact[] }
  | { readonly kind: 'REFUSED'; readonly rule: string }
  | { readonly kind: 'GONE' }
  | { readonly kind: 'TOO_LATE' };

export type Move = { readonly commandId: string; readonly to: number; readonly by: string };

/** A sweep, which looks two minutes ahead, may read a timer that is nearer than this before it is moved, and send it after. */
const MOVABLE_MS = TIMER_HORIZON_MS + 60_000;

const MOST_TRIES = 3;

/** The times for which a command may have been set, by its front door, a deferral or a move, as its facts say. */
export const dueTimesOf = (facts: readonly Fact[]): readonly number[] => [
  ...new Set(
    facts.flatMap((each) => {
      if (each.type === 'deferred') return [each.body.until];
      return 'dueAt' in each.body && each.body.dueAt !== undefined ? [each.body.dueAt] : [];
    }),
  ),
];

const lastMoveIn = (facts: readonly Fact[]): number | undefined =>
  movesIn(facts)
    .sort((a, b) => a.body.nth - b.body.nth)
    .at(-1)?.body.dueAt;

const movesIn = (facts: readonly Fact[]): FactOf<'timer-moved'>[] =>
  facts.filter((each): each is FactOf<'timer-moved'> => each.type === 'timer-moved');

/**
 * Moves a waiting command to another time, in milliseconds since 1970, and its deadline with it; one that is not ahead means at
 * the next run. The fact comes first; repeating it ends what one that died began. Throws a retryable error where nobody knows
 * whether it was moved.
 */
export const moveTimer = async (
  { commandId, to, by }: Move,
  { journal, timers, now }: MoveDeps,
): Promise<MoveResult> => {
  const aggregate = commandAggregate(commandId);
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const facts = await journal.read(aggregate);
    const accepted = facts.find((each): each is FactOf<'accepted'> => each.type === 'accepted');
    const timer = await timers.find(commandId, dueTimesOf(facts));
    if (accepted === undefined || timer === undefined) return { kind: 'GONE' };
    if (!waiting.has(commandStateOf(facts).status)) return { kind: 'GONE' };
    if (timer.dueAt - now() < MOVABLE_MS) return { kind: 'TOO_LATE' };
    const moved = movedTo(timer, to);
    const allowed = mayWait(moved, now());
    if (!allowed.ok) return { kind: 'REFUSED', rule: allowed.issues.map(({ rule }) => rule).join('; ') };
    const told = lastMoveIn(facts) === to ? [] : [moveFact(accepted, moved, facts, timer, by, now())];
    // Somebody else who moves it now has the same place: the later one looks again.
    if (told.length > 0 && (await journal.insert(told))[0] !== 'inserted') continue;
    if ((await timers.move(timer, moved)) === 'moved') return { kind: 'MOVED', timer: moved, facts: told };
  }
  return { kind: 'GONE' };
};

const waiting: ReadonlySet<string> = new Set(['ACCEPTED', 'RETRYING']);

const mayWait = ({ dueAt, entry }: Timer, now: number): Parsed<true> => {
  const { expiresAt } = entry.message.message.command;
  if (dueAt - now > FARTHEST_MS) return broken('at', `must be at most ${FARTHEST_DAYS} days ahead`);
  if (expiresAt !== undefined && dueAt >= Date.parse(expiresAt))
    return broken('at', `must be before the command's expiresAt, ${expiresAt}`);
  return { ok: true, value: true };
};

const moveFact = (
  { aggregate, body }: FactOf<'accepted'>,
  moved: Timer,
  facts: readonly Fact[],
  { dueAt: from }: Timer,
  by: string,
  at: number,
): Fact => {
  const nth = 1 + movesIn(facts).length;
  const { dueAt } = moved;
  const { deadlineAt = dueAt } = moved.entry.message;
  return fact('timer-moved', aggregate, at, { ...subjectIn(body), nth, from, dueAt, deadlineAt, by });
};

const movedTo = (timer: Timer, dueAt: number): Timer => {
  const { message } = timer.entry;
  const deadlineAt = message.deadlineAt && dueAt + message.deadlineAt - message.dueAt;
  return { ...timer, dueAt, entry: { ...timer.entry, message: { ...message, dueAt, deadlineAt } } };
};
