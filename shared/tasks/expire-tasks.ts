import type { FactOf } from '../journal/fact.ts';
import { pagesOf } from '../messages/pages-of.ts';
import type { Task } from './task.ts';
import { settleEntries } from './task-index.ts';
import { expiredFact, taskAggregate, taskStateOf } from './task-state.ts';
import type { WorkDeps } from './work-on-task.ts';

export type ExpiryDeps = WorkDeps & {
  /** Whether there is time to begin with more. */
  readonly hasTime: () => boolean;
};

/** What a sweep of tasks found: those that expired by it, and errors of those that stay for the next one. */
export type ExpiryCount = {
  readonly expired: readonly FactOf<'task-expired'>[];
  readonly failures: readonly unknown[];
};

/** Tasks looked at together. */
const AT_ONCE = 10;

/**
 * Finds tasks that were not done in time: their claim is over, and their priority rises, once. One call where there is none;
 * repeating it changes nothing. Throws where tasks cannot be listed.
 */
export const expireTasks = async (deps: ExpiryDeps): Promise<ExpiryCount> => {
  const expired: FactOf<'task-expired'>[] = [];
  const failures: unknown[] = [];
  const before = deps.now();
  let from: string | undefined;
  do {
    const { tasks: due, next } = await deps.tasks.read('open', { before, from });
    for (const page of pagesOf(due, AT_ONCE)) {
      if (!deps.hasTime()) return { expired, failures };
      for (const result of await Promise.allSettled(page.map((task) => expire(task, deps)))) {
        if (result.status === 'rejected') failures.push(result.reason);
        else if (result.value !== undefined) expired.push(result.value);
      }
    }
    from = next;
  } while (from !== undefined);
  return { expired, failures };
};

/** The fact comes first: whoever dies before the list is right sweeps again. */
const expire = async (listed: Task, deps: ExpiryDeps): Promise<FactOf<'task-expired'> | undefined> => {
  const facts = await deps.journal.read(taskAggregate(listed.taskId));
  const state = taskStateOf(facts);
  if (state === undefined) {
    // Its facts are older than the journal keeps them.
    await deps.tasks.remove({ list: 'open', at: listed.expiresAt, task: listed });
    return undefined;
  }
  const isDue = state.closed === undefined && state.expiredAt === undefined;
  const own = isDue ? expiredFact(state, deps.now()) : undefined;
  const [outcome] = own ? await deps.journal.insert([own]) : [];
  const after = own
    ? taskStateOf(outcome === 'exists' ? await deps.journal.read(own.aggregate) : [...facts, own])
    : state;
  await settleEntries(after ?? state, deps.tasks);
  return outcome === 'inserted' ? own : undefined;
};
