import type { MatterSubject } from '../journal/subjects.ts';
import type { Priority } from '../messages/priority.ts';

/** Why a person is needed. */
export const taskKinds = [
  'ESCALATION',
  'CALLBACK',
  'DISPUTE',
  'SAGA_UNRESOLVED',
  'CAMPAIGN_DECISION',
] as const;

export type TaskKind = (typeof taskKinds)[number];

/** Work for a person: ids and codes only, what was said is in the customer's conversation. */
export type Task = MatterSubject & {
  /** Made from what asks for it, so that asking twice is one task. */
  readonly taskId: string;
  readonly kind: TaskKind;
  /** A code, such as `REPLY_IS_ABUSE`. */
  readonly reason: string;
  readonly priority: Priority;
  /** The specification's: from 0 to 9. */
  readonly escalationLevel?: number | undefined;
  /** Milliseconds since 1970. */
  readonly openedAt: number;
  /** From then on it is told as EXPIRED; milliseconds since 1970. */
  readonly expiresAt: number;
};

/** Opens tasks for people. Throws a retryable error where none could be written; repeating it is safe. */
export type TaskOpener = (task: Task) => Promise<'opened' | 'exists'>;
