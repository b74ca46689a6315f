import type { AgentRegistry } from '../agents/agent-registry.ts';
import { createSwitchboardClient } from '../client/switchboard-client.ts';
import { createConversationWriter } from '../conversations/conversation-writer.ts';
import { SqsLaneSender } from '../lanes/adapters/sqs-lane-sender.ts';
import type { LaneTable } from '../lanes/lane-table.ts';
import { DynamoDbSagaWaits } from '../sagas/adapters/dynamodb-saga-waits.ts';
import { SfnTaskTokens } from '../sagas/adapters/sfn-task-tokens.ts';
import type { TaskOpener } from '../tasks/task.ts';
import type { TimerStore } from '../timers/timer-store.ts';
import { dynamoDbClient, sfnClient, sqsClient } from './aws-clients.ts';
import { parseEnv } from './env.ts';
import { openConversations } from './open-conversations.ts';
import { openCustomers } from './open-customers.ts';
import { openJournal } from './open-journal.ts';
import { openKeys } from './open-keys.ts';
import { largeBodyVariables, openLargeBodies } from './open-large-bodies.ts';
import { systemPorts } from './system-ports.ts';

/** What a saga's function works with, as its environment names it; `config` is the deployment's. */
export const openSaga = (config: { readonly agents: AgentRegistry; readonly laneTable: LaneTable }) => {
  const env = parseEnv(
    'STAGE',
    'JOURNAL_TABLE',
    'JOURNAL_RETENTION_DAYS',
    'LANE_URLS',
    'CUSTOMERS_TABLE',
    'KEYS_TABLE',
    'BRANCH_KEY_ID',
    'STATE_TABLE',
    ...largeBodyVariables,
  );
  const sqs = sqsClient();
  const keys = openKeys(env);
  const journal = openJournal(env);
  const { conversations } = openConversations(env, keys);
  const stores = { ...openCustomers(env, keys), journal };
  const client = createSwitchboardClient({
    ...systemPorts,
    ...stores,
    ...config,
    conversations: createConversationWriter({ ...systemPorts, conversations, journal }),
    lanes: new SqsLaneSender({
      ...systemPorts,
      client: sqs,
      laneUrls: env.LANE_URLS,
      largeBodies: openLargeBodies(env, sqs),
    }),
    // A saga asks for contacts only.
    recordLane: { send: async (messages) => messages.map(() => ({ sent: false, cause: 'NO_RECORDS' })) },
    allowPlainContext: false,
  });
  const state = { ...systemPorts, client: dynamoDbClient(), tableName: env.STATE_TABLE };
  return {
    steps: { ...systemPorts, ...stores, conversations, client, timers: noTimers },
    ports: {
      ...systemPorts,
      stage: env.STAGE,
      journal,
      openTask: logTask,
      waits: new DynamoDbSagaWaits(state),
      tokens: new SfnTaskTokens(sfnClient()),
    },
  };
};

/** Until timers are built: a command that is to be sent later lies in its lane, where taking its claim cancels it. */
const noTimers: Pick<TimerStore, 'get' | 'remove'> = { get: async () => undefined, remove: async () => {} };

/** Until tasks are built: the fact, its event and the alarm tell of it. */
const logTask: TaskOpener = async ({ taskId, reason }) => {
  systemPorts.log.error('a person is needed', { taskId, reason });
  return 'opened';
};
