import { sagas } from '../../config/sagas.ts';
import type { SagaPlan } from '../../shared/sagas/saga-plan.ts';

const standard: SagaPlan = sagas['customer-response'];

/** The saga of a customer's answer as an express one: at most 300 s with all retries, as the synth demands. */
export const expressPlan: SagaPlan = {
  ...standard,
  kind: 'express',
  functionTimeoutSeconds: 6,
  steps: standard.steps.map(({ name }) => ({
    name,
    timeoutSeconds: 6,
    retry: { intervalSeconds: 1, maxAttempts: 1, backoffRate: 1, maxDelaySeconds: 2 },
  })),
};
