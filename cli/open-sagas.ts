import { ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import {
  createSfnSagaStarter,
  type SfnSagaStarterOptions,
} from '../shared/sagas/adapters/sfn-saga-starter.ts';
import type { SagaStarter } from '../shared/sagas/saga-starter.ts';
import type { StageAccess } from './stage-access.ts';
import { settingsOf } from './stage-access.ts';

/** An execution of a saga's state machine. */
export type SagaExecution = {
  readonly saga: string;
  readonly sagaId: string;
  /** As Step Functions has it. */
  readonly status: string;
  readonly startedAt: string;
  readonly endedAt: string | undefined;
};

/** The state machines of a stage's sagas. */
export type SagaMachines = {
  readonly start: SagaStarter;
  /** The newest executions of a saga, at most `limit`. */
  list(saga: string, limit: number): Promise<readonly SagaExecution[]>;
  close(): void;
};

/** Opens them. Throws when the stage is not deployed. */
export const openSagas = async (
  access: StageAccess,
  starting: Pick<SfnSagaStarterOptions, 'comparable'> = {},
): Promise<SagaMachines> => {
  const client = new SFNClient(settingsOf(access.target));
  const [prefix = ''] = await access.parameters([access.names.sagaMachinePrefix]);
  return {
    start: createSfnSagaStarter({ ...starting, client, machineArnOf: (saga) => `${prefix}${saga}` }),
    list: async (saga, maxResults) => {
      const stateMachineArn = `${prefix}${saga}`;
      const { executions = [] } = await client.send(
        new ListExecutionsCommand({ stateMachineArn, maxResults }),
      );
      return executions.map(({ name = '', status = '', startDate, stopDate }) => ({
        saga,
        sagaId: name,
        status,
        startedAt: startDate?.toISOString() ?? '',
        endedAt: stopDate?.toISOString(),
      }));
    },
    close: () => client.destroy(),
  };
};
