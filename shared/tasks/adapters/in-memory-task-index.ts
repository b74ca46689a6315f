import type { TaskEntry, TaskIndex, TaskList, TaskPage } from '../task-index.ts';

const PAGE = 100;

/** Lists of tasks without AWS, for tests and the simulator. */
export class InMemoryTaskIndex implements TaskIndex {
  readonly #entries = new Map<string, TaskEntry>();

  async put(entry: TaskEntry): Promise<void> {
    this.#entries.set(nameOf(entry), JSON.parse(JSON.stringify(entry)));
  }

  async remove(entry: TaskEntry): Promise<void> {
    this.#entries.delete(nameOf(entry));
  }

  async read(
    list: TaskList,
    {
      before = Number.POSITIVE_INFINITY,
      from = '0',
    }: { readonly before?: number | undefined; readonly from?: string | undefined } = {},
  ): Promise<TaskPage> {
    const sign = list === 'closed' ? -1 : 1;
    const all = [...this.#entries.values()]
      .filter((entry) => entry.list === list && entry.at < before)
      .sort((a, b) => sign * (a.at - b.at || (a.task.taskId < b.task.taskId ? -1 : 1)));
    const start = Number(from);
    const tasks = all.slice(start, start + PAGE).map(({ task }) => task);
    return { tasks, ...(start + PAGE < all.length ? { next: String(start + PAGE) } : {}) };
  }
}

const nameOf = ({ list, at, task }: TaskEntry): string => `${list} ${at} ${task.taskId}`;
