import { commandAggregate, fact } from '../journal/command-facts.ts';
import { subjectIn } from '../journal/command-subject.ts';
import type { Fact, FactOf } from '../journal/fact.ts';
import type { Journal } from '../journal/journal.ts';
import type { Timer, TimerStore } from './timer-store.ts';

export type MoveDeps = {
  readonly journal: Pick<Journal, 'insert' | 'read'>;
  readonly timers: Pick<TimerStore, 'find' | 'move'>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
};

/** `GONE`: the command does not wait, since it was never taken, or is on its way, or ended. */
export type MoveResult =
  | { readonly kind: 'MOVED'; readonly timer: Timer; readonly facts: readonly Fact[] }
  | { readonly kind: 'GONE' };

/** The times for which a command may have been set, the newest last, as its facts say. */
export const dueTimesOf = (facts: readonly Fact[]): readonly number[] =>
  facts.flatMap((each) => {
    if (each.type === 'accepted' || each.type === 'timer-moved') return [each.body.dueAt];
    return each.type === 'deferred' ? [each.body.until] : [];
  });

/**
 * Moves a waiting command to another time, in milliseconds since 1970, and its deadline with it; one that is not ahead means at
 * the next run. Repeating it is safe. Throws a retryable error where nobody knows whether it was moved.
 */
export const moveTimer = async (
  { commandId, to, by }: { readonly commandId: string; readonly to: number; readonly by: string },
  { journal, timers, now }: MoveDeps,
): Promise<MoveResult> => {
  const aggregate = commandAggregate(commandId);
  const facts = await journal.read(aggregate);
  const accepted = facts.find((each): each is FactOf<'accepted'> => each.type === 'accepted');
  const timer = await timers.find(commandId, [...dueTimesOf(facts), to]);
  if (accepted === undefined || timer === undefined) return { kind: 'GONE' };
  const moved = movedTo(timer, to);
  if ((await timers.move(timer, moved)) === 'gone') return { kind: 'GONE' };
  if (dueTimesOf(facts).at(-1) === to) return { kind: 'MOVED', timer: moved, facts: [] };
  const nth = 1 + facts.filter(({ type }) => type === 'timer-moved').length;
  const { deadlineAt = to } = moved.entry.message;
  const body = { ...subjectIn(accepted.body), nth, from: timer.dueAt, dueAt: to, deadlineAt, by };
  const told = fact('timer-moved', aggregate, now(), body);
  await journal.insert([told]);
  return { kind: 'MOVED', timer: moved, facts: [told] };
};

const movedTo = (timer: Timer, dueAt: number): Timer => {
  const { message } = timer.entry;
  const deadlineAt = message.deadlineAt && dueAt + message.deadlineAt - message.dueAt;
  return { ...timer, dueAt, entry: { ...timer.entry, message: { ...message, dueAt, deadlineAt } } };
};
