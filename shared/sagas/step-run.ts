import { createHash } from 'node:crypto';
import type * as z from 'zod';
import { fact } from '../journal/command-facts.ts';
import type { SagaSubject } from '../journal/facts/saga-facts.ts';
import { StepRefusedError } from './errors.ts';
import { sagaAggregate } from './saga-id.ts';
import type { SagaAsked, SagaDeps, SagaInputIds } from './saga-ports.ts';
import type { SagaState } from './saga-state.ts';
import type { StepRun } from './saga-step.ts';

/** What facts of a saga say of whom it is about. */
export const sagaSubject = (saga: string, input: SagaInputIds): SagaSubject => ({
  saga,
  customerId: input.customerId,
  conversationId: input.conversationId,
  workflowId: input.workflowId,
  hops: input.hops,
});

/** Tells an input from another one: both hold ids, codes and ciphertext only, so that a plain hash tells nothing. */
export const inputFingerprint = (input: unknown): string =>
  createHash('sha256').update(canonical(input)).digest('base64url').slice(0, 22);

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );

/** A step's run as the step itself sees it. */
export const stepRunOf = (
  step: string,
  { sagaId, input, owner = 'nobody' }: SagaAsked & { readonly owner?: string | undefined },
  state: SagaState,
  { saga, order, journal, now }: SagaDeps,
): StepRun<unknown> => {
  const notes = [...state.notesOf(step)];
  return {
    saga,
    sagaId,
    input,
    now,
    notes,
    note: async (text) => {
      // Two runs of a step at once each keep their notes: both are needed to undo what both did.
      const nth = `${step}#${owner}#${notes.length + 1}`;
      const body = { step, place: order.indexOf(step), nth, note: text };
      await journal.insert([fact('step-noted', sagaAggregate(sagaId), now(), body)]);
      notes.push(text);
    },
    outputOf: (name, schema) => readOutput(name, schema, state),
  };
};

const readOutput = <Output>(step: string, schema: z.ZodType<Output>, state: SagaState): Output => {
  const text = state.outputs.get(step);
  const output = text === undefined ? undefined : schema.safeParse(JSON.parse(text));
  if (output?.success) return output.data;
  throw new StepRefusedError(`NO_OUTPUT_OF ${step}`);
};
