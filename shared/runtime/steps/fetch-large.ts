import { fact } from '../../journal/command-facts.ts';
import type { LargeBodies } from '../../lanes/large-bodies.ts';
import { checkOut } from '../../lanes/large-message.ts';
import type { Batch } from '../batch.ts';
import { Settled } from '../settled.ts';
import type { Task } from './work.ts';

export type LargeDeps = { readonly largeBodies: Pick<LargeBodies, 'get'>; readonly now: () => number };

/**
 * Makes commands whole that were too large for their lane, one call for each; where there is none, nothing is done. What is gone
 * can never be sent. A message whose command could not be asked for comes back.
 */
export const fetchLarge = async (
  batch: Batch,
  tasks: readonly Task[],
  deps: LargeDeps,
): Promise<readonly Task[]> => {
  if (tasks.every(({ lane }) => lane.large === undefined)) return tasks;
  return batch.pass(tasks, (task) =>
    task.lane.large === undefined ? task : fetchWhole(task, task.lane.large.key, deps),
  );
};

const fetchWhole = async (
  task: Task,
  key: string,
  { largeBodies, now }: LargeDeps,
): Promise<Task | Settled> => {
  const text = await largeBodies.get(key);
  const message = text === undefined ? undefined : checkOut(task.lane, text);
  if (message !== undefined) return { ...task, lane: { ...task.lane, message }, stub: task.lane };
  const cause = text === undefined ? 'LARGE_BODY_GONE' : 'LARGE_BODY_BROKEN';
  return new Settled('FAILED', [
    fact('failed', task.aggregate, now(), { ...task.subject, attempt: 0, cause }),
  ]);
};
