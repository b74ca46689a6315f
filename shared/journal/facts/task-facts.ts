import type { Priority } from '../../messages/priority.ts';
import type { MatterSubject } from '../subjects.ts';

/** What every fact of a task says of it: ids and codes only. */
export type TaskSubject = MatterSubject & {
  readonly kind: string;
  readonly reason: string;
  readonly priority: Priority;
};

/** The facts of tasks for people. */
export type TaskFacts = {
  /** A person is needed. Times in milliseconds since 1970. */
  'task-opened': TaskSubject & {
    escalationLevel?: number | undefined;
    openedAt: number;
    expiresAt: number;
  };
  /** Somebody works on it; `nth` is 1 before it expired and 2 after that, so that each is claimed once. */
  'task-claimed': TaskSubject & { nth: number; by: string };
  /** It was not done in time: its claim is over, and its priority is the next higher one. */
  'task-expired': TaskSubject & { expiresAt: number };
  /** It is done; `result` is a code. `forced`: by somebody who had not claimed it. */
  'task-closed': TaskSubject & { by: string; result: string; forced?: boolean | undefined };
};

/** Their places in the order of cause and effect within their aggregate. */
export const taskRanks = {
  'task-opened': () => 1,
  'task-claimed': ({ nth }) => 2 * nth,
  'task-expired': () => 3,
  'task-closed': () => 5,
} as const satisfies { [T in keyof TaskFacts]: (body: TaskFacts[T]) => number };
