import type { Task } from './task.ts';
import type { TaskState } from './task-state.ts';

/** The lists in which tasks are found. A task's facts say what it is: a list may lag behind them. */
export type TaskList = 'open' | 'expired' | 'closed';

/** A task in a list; `at` orders the list: when it expires, or when it was closed, in milliseconds since 1970. */
export type TaskEntry = { readonly list: TaskList; readonly at: number; readonly task: Task };

/** Some of a list's tasks, and where the next ones begin; without `next` there are no more. */
export type TaskPage = { readonly tasks: readonly Task[]; readonly next?: string | undefined };

/** Where tasks are found. */
export type TaskIndex = {
  /** Puts an entry; once more changes nothing. Throws `TasksUnavailableError`. */
  put(entry: TaskEntry): Promise<void>;
  /** Takes an entry away, if it is there. Throws `TasksUnavailableError`. */
  remove(entry: TaskEntry): Promise<void>;
  /**
   * At most 100 of a list, strongly consistent: by `at`, the first first, of the closed ones the last first. `before` leaves
   * out those of that time and later. Throws `TasksUnavailableError`.
   */
  read(
    list: TaskList,
    asked?: { readonly before?: number | undefined; readonly from?: string | undefined },
  ): Promise<TaskPage>;
};

/** Functions may write and delete items of the table of state whose id begins so (`State.grantTasks`). */
export const TASK_PREFIX = 'task#';

/** Tasks could not be listed or put into their lists. */
export class TasksUnavailableError extends Error {
  override readonly name = 'TasksUnavailableError';
  readonly retryable = true;
}

/**
 * Puts a task into the list where it belongs, and then out of those before; repeating it is safe. Whoever comes late with an
 * older state leaves an entry too many, which the sweep takes away when the task expires.
 */
export const settleEntries = async (
  state: TaskState,
  index: Pick<TaskIndex, 'put' | 'remove'>,
): Promise<void> => {
  const [present, ...past] = entriesOf(state);
  if (present === undefined) return;
  await index.put(present);
  for (const entry of past) await index.remove(entry);
};

const entriesOf = ({ task, closed, expiredAt }: TaskState): readonly TaskEntry[] => {
  const open: TaskEntry = { list: 'open', at: task.expiresAt, task };
  const expired: TaskEntry = { list: 'expired', at: task.expiresAt, task };
  if (closed !== undefined) return [{ list: 'closed', at: closed.at, task }, expired, open];
  return expiredAt !== undefined ? [expired, open] : [open];
};
