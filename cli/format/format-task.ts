import type { TaskState } from '../../shared/tasks/task-state.ts';

/** A task as commands show it, as JSON: ids, codes and times. */
export const taskJson = ({ task, status, claimedBy, expiredAt, closed }: TaskState) => ({
  ...task,
  openedAt: timeOf(task.openedAt),
  expiresAt: timeOf(task.expiresAt),
  status,
  claimedBy: claimedBy ?? null,
  expiredAt: expiredAt === undefined ? null : timeOf(expiredAt),
  ...(closed ? { closedAt: timeOf(closed.at), closedBy: closed.by, result: closed.result } : {}),
});

/** The columns of a list of tasks. */
export const taskHeadings = ['TASK', 'STATUS', 'PRIORITY', 'KIND', 'REASON', 'CUSTOMER', 'DUE', 'BY'];

/** A task's line in a list. */
export const taskRow = ({ task, status, claimedBy, closed }: TaskState): readonly string[] => [
  task.taskId,
  status,
  task.priority,
  task.kind,
  closed ? `${task.reason}: ${closed.result}` : task.reason,
  task.customerId ?? '-',
  timeOf(task.expiresAt),
  closed?.by ?? claimedBy ?? '-',
];

const timeOf = (at: number): string => new Date(at).toISOString();
