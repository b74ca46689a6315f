import * as z from 'zod';
import { identifier } from '../messages/fields.ts';

/** What every saga may be begun with, beside what is its own: ids only. */
export const sagaInput = {
  customerId: identifier.optional(),
  conversationId: identifier.optional(),
  workflowId: identifier.optional(),
  /** How many messages led to it. */
  hops: z.int().min(0).max(1_000_000).optional(),
};

/** One run of a step, or of its undoing. */
export type StepRun<Input> = {
  readonly saga: string;
  readonly sagaId: string;
  readonly input: Input;
  /** What a step before it gave. Throws where it gave something else, or is not done. */
  outputOf<Output>(step: string, schema: z.ZodType<Output>): Output;
  /** What this step noted, the oldest first. */
  readonly notes: readonly string[];
  /** Writes down what undoing it will need, before anything is changed. No personal data but as JWE. */
  note(text: string): Promise<void>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
};

/**
 * A step and what undoes it. Both may run more than once, and `undo` also where nobody knows how far `do` came: each changes
 * nothing that it has changed already. A refusal is a `StepRefusedError`; after any other error it is run again.
 */
export type SagaStep<Input> = {
  /** Gives ids, codes and times: they rest in the journal. */
  do(run: StepRun<Input>): Promise<Readonly<Record<string, unknown>>>;
  undo(run: StepRun<Input>): Promise<void>;
  /** The command whose end the step awaits. @default none: it is done when `do` returns */
  awaited?(run: StepRun<Input>): string;
};

/** A saga: what it is begun with, and its steps by name, as its plan has them. */
export type Saga<Input> = {
  readonly name: string;
  readonly input: z.ZodType<Input>;
  readonly steps: Readonly<Record<string, SagaStep<Input>>>;
};
