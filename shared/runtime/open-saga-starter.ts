import { createSfnSagaStarter } from '../sagas/adapters/sfn-saga-starter.ts';
import type { SagaStarter } from '../sagas/saga-starter.ts';
import { sfnClient } from './aws-clients.ts';

/** What begins sagas at a function's stage, as its environment names it. */
export const openSagaStarter = (env: { readonly SAGA_MACHINE_PREFIX: string }): SagaStarter =>
  createSfnSagaStarter({
    client: sfnClient(),
    machineArnOf: (saga) => `${env.SAGA_MACHINE_PREFIX}${saga}`,
  });
