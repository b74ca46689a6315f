import { fact } from '../../journal/command-facts.ts';
import type { LargeBodies } from '../../lanes/large-bodies.ts';
import { checkOut } from '../../lanes/large-message.ts';
import { Settled } from '../settled.ts';
import type { Task } from './work.ts';

/**
 * Makes a command whole that was too large for its lane; any other one is whole, and nothing is awaited for it. What is gone can
 * never be sent. Throws where the store does not answer: then the message comes back.
 */
export const fetchLarge =
  (largeBodies: Pick<LargeBodies, 'get'>, now: () => number) =>
  (task: Task): Task | Settled | Promise<Task | Settled> => {
    const { large } = task.lane;
    return large === undefined ? task : fetchWhole(task, large.key, largeBodies, now);
  };

const fetchWhole = async (
  task: Task,
  key: string,
  largeBodies: Pick<LargeBodies, 'get'>,
  now: () => number,
): Promise<Task | Settled> => {
  const text = await largeBodies.get(key);
  const message = text === undefined ? undefined : checkOut(task.lane, text);
  if (message !== undefined) return { ...task, lane: { ...task.lane, message } };
  const cause = text === undefined ? 'LARGE_BODY_GONE' : 'LARGE_BODY_BROKEN';
  return new Settled('FAILED', [
    fact('failed', task.aggregate, now(), { ...task.subject, attempt: 0, cause }),
  ]);
};
