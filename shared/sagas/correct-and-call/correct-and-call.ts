import * as z from 'zod';
import { identifier } from '../../messages/fields.ts';
import {
  type ContactStepDeps,
  contactCommandId,
  type SagaContact,
  sagaContact,
  submitContact,
  undoContact,
} from '../contact-step.ts';
import { type Saga, type SagaStep, sagaInput } from '../saga-step.ts';

/** What the saga is begun with. */
export const correctAndCallInput = z.strictObject({
  ...sagaInput,
  customerId: identifier,
  /** Sent first, such as a text message that says what was wrong. */
  message: sagaContact,
  /** Placed once the message was sent. */
  call: sagaContact,
  /** Goes out where one of both was made and the other one could not be. */
  correction: sagaContact,
});

export type CorrectAndCallInput = z.infer<typeof correctAndCallInput>;

/** A transaction of two agents: a message and then a call, each awaited; where one fails the other is taken back or corrected. */
export const correctAndCall = (deps: ContactStepDeps): Saga<CorrectAndCallInput> => ({
  name: 'correct-and-call',
  input: correctAndCallInput,
  steps: {
    'send-message': awaitedContact('message', deps, ({ message }) => message),
    'place-call': awaitedContact('call', deps, ({ call }) => call),
  },
});

const awaitedContact = (
  name: string,
  deps: ContactStepDeps,
  contactOf: (input: CorrectAndCallInput) => SagaContact,
): SagaStep<CorrectAndCallInput> => ({
  awaited: (run) => contactCommandId(run, name),
  do: async (run) => {
    const asked = { name, contact: contactOf(run.input), awaited: true };
    return { commandId: await submitContact(run, asked, deps.client) };
  },
  undo: (run) => undoContact(run, name, run.input.correction, deps),
});
