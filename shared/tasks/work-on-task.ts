import type { Fact } from '../journal/fact.ts';
import type { TaskDeps } from './open-task.ts';
import { settleEntries } from './task-index.ts';
import { claimedFact, closedFact, type TaskState, taskAggregate, taskStateOf } from './task-state.ts';

export type WorkDeps = TaskDeps & {
  /** Milliseconds since 1970. */
  readonly now: () => number;
};

/** What came of an act on a task: `refused` names why, and the task as it is. */
export type TaskOutcome =
  | { readonly what: 'done'; readonly state: TaskState }
  | {
      readonly what: 'refused';
      readonly cause: 'CLAIMED_BY_ANOTHER' | 'NOT_CLAIMED' | 'CLOSED';
      readonly state: TaskState;
    }
  | { readonly what: 'unknown-task' };

/** A claim that an expiry overtook is made once more, at the next term; there is no third. */
const MOST_TRIES = 3;

/**
 * Claims a task for somebody, alone: of several at once one wins, whose claim holds until the task is closed or expires. Claiming
 * one's own again changes nothing. Throws `JournalUnavailableError`, `TasksUnavailableError`.
 */
export const claimTask = async (taskId: string, by: string, deps: WorkDeps): Promise<TaskOutcome> => {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const state = await readTask(taskId, deps);
    if (state === undefined) return { what: 'unknown-task' };
    if (state.status === 'CLOSED') return refuse('CLOSED', state, deps);
    if (state.status === 'CLAIMED') {
      return state.claimedBy === by ? done(state, deps) : refuse('CLAIMED_BY_ANOTHER', state, deps);
    }
    // The fact is the lock: its key is the task's and the term's, and the journal takes a key once. What it says is read anew.
    await deps.journal.insert([claimedFact(state, by, deps.now())]);
  }
  throw new TypeError(`tasks: ${taskId} was claimed at every term and is not`);
};

/**
 * Closes a task with a result, a code. Whoever has not claimed it must force it. Of several at once one closes it; closing it
 * again alike changes nothing.
 */
export const closeTask = async (
  taskId: string,
  act: { readonly by: string; readonly result: string; readonly force: boolean },
  deps: WorkDeps,
): Promise<TaskOutcome> => {
  const state = await readTask(taskId, deps);
  if (state === undefined) return { what: 'unknown-task' };
  if (state.closed !== undefined) return endOf(state, act, deps);
  if (!act.force && state.claimedBy !== act.by) {
    return refuse(state.claimedBy === undefined ? 'NOT_CLAIMED' : 'CLAIMED_BY_ANOTHER', state, deps);
  }
  await deps.journal.insert([closedFact(state, act, deps.now())]);
  return endOf((await readTask(taskId, deps)) ?? state, act, deps);
};

const endOf = (
  state: TaskState,
  { by, result }: { readonly by: string; readonly result: string },
  deps: WorkDeps,
): Promise<TaskOutcome> => {
  const isOurs = state.closed?.by === by && state.closed.result === result;
  return isOurs ? done(state, deps) : refuse('CLOSED', state, deps);
};

const readTask = async (taskId: string, { journal }: WorkDeps): Promise<TaskState | undefined> => {
  const facts: readonly Fact[] = await journal.read(taskAggregate(taskId));
  return taskStateOf(facts);
};

/** Whoever looks at a task also sets its lists right, where somebody died before they could. */
const done = async (state: TaskState, { tasks }: WorkDeps): Promise<TaskOutcome> => {
  await settleEntries(state, tasks);
  return { what: 'done', state };
};

const refuse = async (
  cause: Extract<TaskOutcome, { what: 'refused' }>['cause'],
  state: TaskState,
  { tasks }: WorkDeps,
): Promise<TaskOutcome> => {
  await settleEntries(state, tasks);
  return { what: 'refused', cause, state };
};
