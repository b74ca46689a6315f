import type { SagaTable } from '../shared/sagas/saga-plan.ts';

/** The sagas of this deployment: an entry here, a folder under `functions/`, and the steps that its handler names. */
export const sagas = {
  'customer-response': {
    description: 'update the profile, find out the intent, follow up, schedule the next contact',
    folder: 'saga-customer-response',
    memoryMb: 512,
    functionTimeoutSeconds: 20,
    readsAnswers: true,
    steps: [
      { name: 'update-profile', timeoutSeconds: 25 },
      { name: 'analyse-intent', timeoutSeconds: 25 },
      { name: 'generate-follow-up', timeoutSeconds: 25 },
      { name: 'schedule-next-contact', timeoutSeconds: 25 },
    ],
  },
  'correct-and-call': {
    description: 'a message, then a call, each awaited; both or neither',
    folder: 'saga-correct-and-call',
    memoryMb: 512,
    functionTimeoutSeconds: 20,
    steps: [
      // A message that nobody knows of for an hour, or without an end for a day, has failed.
      { name: 'send-message', timeoutSeconds: 86_400, heartbeatSeconds: 3600 },
      { name: 'place-call', timeoutSeconds: 86_400, heartbeatSeconds: 3600 },
    ],
  },
} as const satisfies SagaTable;
