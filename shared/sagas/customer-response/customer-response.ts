import type { Intent } from '../../intent/intent.ts';
import { type ContactStepDeps, submitContact, undoContact } from '../contact-step.ts';
import type { Saga, SagaStep, StepRun } from '../saga-step.ts';
import { type AnalyseIntentDeps, analysedIntent, analyseIntent } from './analyse-intent.ts';
import { type CustomerResponseInput, customerResponseInput } from './customer-response-input.ts';
import { type UpdateProfileDeps, updateProfile } from './update-profile.ts';

export type CustomerResponseDeps = UpdateProfileDeps & AnalyseIntentDeps & ContactStepDeps;

type Run = StepRun<CustomerResponseInput>;

/** After these nobody writes by himself: the pipeline stops contacts, or asks a person. */
const quietIntents: ReadonlySet<Intent> = new Set(['OPT_OUT', 'WRONG_PERSON', 'ABUSE', 'EMERGENCY']);

const HOUR_MS = 3_600_000;

/** What follows a customer's answer: update the profile, find out the intent, follow up, schedule the next contact. */
export const customerResponse = (deps: CustomerResponseDeps): Saga<CustomerResponseInput> => ({
  name: 'customer-response',
  input: customerResponseInput,
  steps: {
    'update-profile': updateProfile(deps),
    'analyse-intent': analyseIntent(deps),
    'generate-follow-up': contactStep('follow-up', deps, ({ input: { followUp: contact } }) => ({ contact })),
    'schedule-next-contact': contactStep('next-contact', deps, ({ input }) => {
      const { afterHours, ...contact } = input.nextContact;
      const scheduledFor = new Date(Date.parse(input.receivedAt) + afterHours * HOUR_MS).toISOString();
      return { contact, scheduledFor };
    }),
  },
});

const contactStep = (
  name: string,
  deps: ContactStepDeps,
  contactOf: (run: Run) => Omit<Parameters<typeof submitContact>[1], 'name'>,
): SagaStep<CustomerResponseInput> => ({
  do: async (run) => {
    const { intent } = run.outputOf('analyse-intent', analysedIntent);
    if (quietIntents.has(intent)) return { skipped: intent };
    return { commandId: await submitContact(run, { name, ...contactOf(run) }, deps.client) };
  },
  undo: (run) => undoContact(run, name, run.input.correction, deps),
});
