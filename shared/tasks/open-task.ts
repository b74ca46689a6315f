import type { Journal } from '../journal/journal.ts';
import type { TaskOpener } from './task.ts';
import { settleEntries, type TaskIndex } from './task-index.ts';
import { openedFact, taskStateOf } from './task-state.ts';

export type TaskDeps = {
  readonly journal: Pick<Journal, 'insert' | 'read'>;
  readonly tasks: TaskIndex;
};

/** Makes an opener: the fact comes first, then the list. One call each, and a read more where the task was opened before. */
export const createTaskOpener =
  ({ journal, tasks }: TaskDeps): TaskOpener =>
  async (task) => {
    const opened = openedFact(task);
    const [outcome] = await journal.insert([opened]);
    const facts = outcome === 'exists' ? await journal.read(opened.aggregate) : [opened];
    const state = taskStateOf(facts);
    if (state !== undefined) await settleEntries(state, tasks);
    return outcome === 'exists' ? 'exists' : 'opened';
  };
