import type { Intent } from '../intent/intent.ts';
import type { ContactCommandType } from '../messages/message-types.ts';
import type { Priority } from '../messages/priority.ts';
import type { TaskKind } from '../tasks/task.ts';

/** What an inbound message leads to. */
export type FollowUp =
  | { readonly action: 'NONE' }
  /** A person looks at it; `reason` is a code. */
  | {
      readonly action: 'TASK';
      readonly kind: TaskKind;
      readonly reason: string;
      readonly priority: Priority;
      readonly expiresInHours: number;
    }
  /** The next agent writes or calls, by its own channel; the contact policy has its say as ever. */
  | {
      readonly action: 'COMMAND';
      readonly type: ContactCommandType;
      readonly templateId: string;
      /** @default the tier of its type */
      readonly priority?: Priority;
      /** @default at once */
      readonly afterMinutes?: number;
    }
  /** The next channel that can and may reach the customer, or a person, as the coordinator's ladder has it. */
  | { readonly action: 'ESCALATE'; readonly reason: string; readonly templateId?: string }
  /** Several steps that stand or fall together; `input` is what it is begun with beside the answer. JSON, nothing personal. */
  | {
      readonly action: 'SAGA';
      readonly saga: string;
      readonly input: Readonly<Record<string, unknown>>;
    };

/** A row holds where all that it names does; of an intent's rows the first that holds decides. */
export type ReplyRow = {
  /** @default every channel */
  readonly channels?: readonly string[];
  /** From 0 to 1. @default any */
  readonly leastConfidence?: number;
  /** The customer's level of escalation, from 0 to 9. @default any */
  readonly mostLevel?: number;
  readonly leadsTo: FollowUp;
  /** Closes the channel for this customer. Where messages are to end this is done in any case. @default false */
  readonly suppress?: true;
  /** Raises the customer's level of escalation by one. @default false */
  readonly raises?: true;
};

/** What each intent leads to; the last row of each has no condition. */
export type ReplyTable = Readonly<Record<Intent, readonly ReplyRow[]>>;
