import { pagesOf } from '../../shared/messages/pages-of.ts';
import { type Priority, priorities } from '../../shared/messages/priority.ts';
import type { TaskDeps } from '../../shared/tasks/open-task.ts';
import type { Task, TaskKind } from '../../shared/tasks/task.ts';
import type { TaskList } from '../../shared/tasks/task-index.ts';
import {
  type TaskState,
  type TaskStatus,
  taskAggregate,
  taskStateOf,
} from '../../shared/tasks/task-state.ts';
import { formatTable } from '../format/format-table.ts';
import { taskHeadings, taskJson, taskRow } from '../format/format-task.ts';
import type { Outcome } from '../outcome.ts';

/** What is asked for; without a status all that are not closed. */
export type TaskFilter = {
  readonly status?: TaskStatus | undefined;
  readonly kind?: TaskKind | undefined;
  readonly priority?: Priority | undefined;
  readonly customer?: string | undefined;
};

/** Tasks looked at, and read at once. */
const MOST_TASKS = 1000;
const READ_AT_ONCE = 20;

/** `task list`: the most urgent first, of those the one that is due first. Lists only find tasks: their facts say what they are. */
export const listTasks = async (filter: TaskFilter, deps: TaskDeps): Promise<Outcome> => {
  const lists: readonly TaskList[] = filter.status === 'CLOSED' ? ['closed'] : ['open', 'expired'];
  const found = (await Promise.all(lists.map((list) => readList(list, deps)))).flat();
  // Kind and customer never change: what they leave out is not read.
  const wanted = found.filter((task) => isAbout(task, filter));
  const states = (await readStates(wanted, deps)).filter((state) => isWanted(state, filter)).sort(byUrgency);
  return {
    exit: 'OK',
    json: { tasks: states.map(taskJson) },
    lines: states.length === 0 ? ['No such task.'] : formatTable(taskHeadings, states.map(taskRow)),
  };
};

const isAbout = ({ kind, customerId }: Task, filter: TaskFilter): boolean =>
  (filter.kind === undefined || kind === filter.kind) &&
  (filter.customer === undefined || customerId === filter.customer);

const isWanted = ({ status, task }: TaskState, filter: TaskFilter): boolean =>
  (filter.status === undefined ? status !== 'CLOSED' : status === filter.status) &&
  (filter.priority === undefined || task.priority === filter.priority);

const readList = async (list: TaskList, { tasks: index }: TaskDeps): Promise<readonly Task[]> => {
  const found: Task[] = [];
  let from: string | undefined;
  do {
    const { tasks, next } = await index.read(list, { from });
    found.push(...tasks);
    from = next;
  } while (from !== undefined && found.length < MOST_TASKS);
  return found;
};

const readStates = async (tasks: readonly Task[], { journal }: TaskDeps): Promise<readonly TaskState[]> => {
  const states: TaskState[] = [];
  // One whose expiry was cut short may stand in two lists.
  const ids = [...new Set(tasks.map(({ taskId }) => taskId))];
  for (const page of pagesOf(ids, READ_AT_ONCE)) {
    const read = await Promise.all(
      page.map(async (id) => taskStateOf(await journal.read(taskAggregate(id)))),
    );
    states.push(...read.filter((state) => state !== undefined));
  }
  return states;
};

const byUrgency = (a: TaskState, b: TaskState): number =>
  priorities.indexOf(a.task.priority) - priorities.indexOf(b.task.priority) ||
  a.task.expiresAt - b.task.expiresAt ||
  (a.task.taskId < b.task.taskId ? -1 : 1);
