import { fact } from '../journal/command-facts.ts';
import type { Fact, FactOf } from '../journal/fact.ts';
import type { TaskSubject } from '../journal/facts/task-facts.ts';
import { matterIn } from '../journal/matter-in.ts';
import { type Priority, priorities } from '../messages/priority.ts';
import { type Task, taskKinds } from './task.ts';

/** EXPIRED: it was not done in time, and still has to be. */
export const taskStatuses = ['OPEN', 'CLAIMED', 'EXPIRED', 'CLOSED'] as const;

export type TaskStatus = (typeof taskStatuses)[number];

/** A task as its facts say. Times in milliseconds since 1970. */
export type TaskState = {
  /** As it was opened, but for its priority, which is what it is now. */
  readonly task: Task;
  readonly status: TaskStatus;
  /** Who works on it, or did so last before it was closed. */
  readonly claimedBy?: string | undefined;
  readonly expiredAt?: number | undefined;
  readonly closed?: { readonly at: number; readonly by: string; readonly result: string } | undefined;
  /** The number that the next claim would have. */
  readonly term: number;
};

const PREFIX = 'task#';

/** The aggregate of a task. */
export const taskAggregate = (taskId: string): string => `${PREFIX}${taskId}`;

/** The task id of a task's aggregate. */
export const taskIdOf = (aggregate: string): string => aggregate.slice(PREFIX.length);

/** A task's state from its facts, in whatever order they come; `undefined` where it was never opened. */
export const taskStateOf = (facts: readonly Fact[]): TaskState | undefined => {
  const opened = find(facts, 'task-opened');
  if (opened === undefined) return undefined;
  const expired = find(facts, 'task-expired');
  const closed = find(facts, 'task-closed');
  const term = expired === undefined ? 1 : 2;
  const claims = facts.filter((each): each is FactOf<'task-claimed'> => each.type === 'task-claimed');
  const claim = claims.find(({ body }) => body.nth === term);
  const open = expired === undefined ? 'OPEN' : 'EXPIRED';
  return {
    task: { ...toTask(opened), priority: (expired ?? opened).body.priority },
    status: closed ? 'CLOSED' : claim ? 'CLAIMED' : open,
    claimedBy: claim?.body.by,
    expiredAt: expired?.at,
    closed: closed && { at: closed.at, by: closed.body.by, result: closed.body.result },
    term,
  };
};

const find = <T extends Fact['type']>(facts: readonly Fact[], type: T): FactOf<T> | undefined =>
  facts.find((each): each is FactOf<T> => each.type === type);

const toTask = ({ aggregate, body }: FactOf<'task-opened'>): Task => ({
  ...body,
  taskId: taskIdOf(aggregate),
  kind: taskKinds.find((kind) => kind === body.kind) ?? 'ESCALATION',
});

/** The fact of a task that is opened; the same however often it is made. */
export const openedFact = (task: Task): FactOf<'task-opened'> => {
  const { escalationLevel, openedAt, expiresAt } = task;
  const body = { ...subjectOf(task), escalationLevel, openedAt, expiresAt };
  return fact('task-opened', taskAggregate(task.taskId), openedAt, body);
};

/** The fact of somebody's claim at a term. */
export const claimedFact = ({ task, term }: TaskState, by: string, at: number): FactOf<'task-claimed'> =>
  fact('task-claimed', taskAggregate(task.taskId), at, { ...subjectOf(task), nth: term, by });

/** The fact of a task that was not done in time: from then on it is more urgent. */
export const expiredFact = ({ task }: TaskState, at: number): FactOf<'task-expired'> =>
  fact('task-expired', taskAggregate(task.taskId), at, {
    ...subjectOf({ ...task, priority: nextHigher(task.priority) }),
    expiresAt: task.expiresAt,
  });

/** The fact of a task that is done. */
export const closedFact = (
  { task, claimedBy }: TaskState,
  { by, result }: { readonly by: string; readonly result: string },
  at: number,
): FactOf<'task-closed'> =>
  fact('task-closed', taskAggregate(task.taskId), at, {
    ...subjectOf(task),
    by,
    result,
    ...(claimedBy === by ? {} : { forced: true }),
  });

const nextHigher = (priority: Priority): Priority =>
  priorities[Math.max(0, priorities.indexOf(priority) - 1)] ?? priority;

const subjectOf = (task: Task): TaskSubject => ({
  kind: task.kind,
  reason: task.reason,
  priority: task.priority,
  ...matterIn(task),
});
