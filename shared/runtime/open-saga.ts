import type { AgentRegistry } from '../agents/agent-registry.ts';
import type { LaneTable } from '../lanes/lane-table.ts';
import { DynamoDbSagaWaits } from '../sagas/adapters/dynamodb-saga-waits.ts';
import { SfnTaskTokens } from '../sagas/adapters/sfn-task-tokens.ts';
import { dynamoDbClient, sfnClient, sqsClient } from './aws-clients.ts';
import { parseEnv } from './env.ts';
import { contactVariables, openContactClient } from './open-contact-client.ts';
import { openConversations } from './open-conversations.ts';
import { openCustomers } from './open-customers.ts';
import { openJournal } from './open-journal.ts';
import { openKeys } from './open-keys.ts';
import { openLargeBodies } from './open-large-bodies.ts';
import { openTaskOpener } from './open-tasks.ts';
import { openTimers } from './open-timers.ts';
import { systemPorts } from './system-ports.ts';

/** What a saga's function works with, as its environment names it; `config` is the deployment's. */
export const openSaga = (config: { readonly agents: AgentRegistry; readonly laneTable: LaneTable }) => {
  const env = parseEnv(...contactVariables);
  const keys = openKeys(env);
  const journal = openJournal(env);
  const { conversations } = openConversations(env, keys);
  const stores = { ...openCustomers(env, keys), journal };
  const timers = openTimers(env);
  const largeBodies = openLargeBodies(env, sqsClient());
  const client = openContactClient(env, { ...stores, ...config, timers, largeBodies });
  const state = { ...systemPorts, client: dynamoDbClient(), tableName: env.STATE_TABLE };
  return {
    steps: { ...systemPorts, ...stores, conversations, client, timers },
    ports: {
      ...systemPorts,
      stage: env.STAGE,
      journal,
      openTask: openTaskOpener(env, journal),
      waits: new DynamoDbSagaWaits(state),
      tokens: new SfnTaskTokens(sfnClient()),
    },
  };
};
