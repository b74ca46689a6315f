import type { Journal } from '../journal/journal.ts';
import type { TaskOpener } from '../tasks/task.ts';
import type { SagaStep } from './saga-step.ts';

/** A step of Step Functions that waits for the end of a command. */
export type SagaWait = {
  readonly commandId: string;
  readonly sagaId: string;
  readonly step: string;
  /** What Step Functions knows the waiting step by. */
  readonly token: string;
};

/** Where waits are kept, by command. */
export type SagaWaits = {
  /** A later token of the same command replaces the one before. Throws where it was not kept. */
  put(wait: SagaWait): Promise<void>;
  /** Strongly consistent. Throws. */
  get(commandId: string): Promise<SagaWait | undefined>;
};

/** Tells Step Functions how a waiting step ended. `gone`: nobody waits by this token any more. Throws where it is not known. */
export type TaskTokens = {
  succeed(token: string, output: Readonly<Record<string, unknown>>): Promise<'told' | 'gone'>;
  fail(token: string, error: string, cause: string): Promise<'told' | 'gone'>;
  beat(token: string): Promise<'told' | 'gone'>;
};

/** What running a saga's steps takes. */
export type SagaDeps = {
  readonly saga: string;
  /** The steps in the plan's order. */
  readonly order: readonly string[];
  readonly steps: Readonly<Record<string, SagaStep<unknown>>>;
  readonly journal: Pick<Journal, 'insert' | 'read'>;
  readonly openTask: TaskOpener;
  readonly waits: SagaWaits;
  readonly tokens: TaskTokens;
  /** Milliseconds since 1970. */
  readonly now: () => number;
};

/** What Step Functions asks a saga's function about: which saga, begun with what. */
export type SagaAsked = {
  readonly sagaId: string;
  /** As its schema accepts it. */
  readonly input: SagaInputIds;
};

/** The ids that every saga's input may hold. */
export type SagaInputIds = {
  readonly customerId?: string | undefined;
  readonly conversationId?: string | undefined;
  readonly workflowId?: string | undefined;
  readonly hops?: number | undefined;
};
