import { type ContactStepDeps, contactCommandId, submitContact, undoContact } from '../contact-step.ts';
import type { SagaContact } from '../saga-contact.ts';
import type { Saga, SagaStep } from '../saga-step.ts';
import { type CorrectAndCallInput, correctAndCallInput } from './correct-and-call-input.ts';

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
