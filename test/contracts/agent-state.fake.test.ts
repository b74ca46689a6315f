import { DynamoDbAgentStateStore } from '../../shared/agents/adapters/dynamodb-agent-state-store.ts';
import { InMemoryAgentStateStore } from '../../shared/agents/adapters/in-memory-agent-state-store.ts';
import { FakeTables } from '../support/fake-tables.ts';
import { describeAgentStateStore } from './agent-state-contract.ts';

describeAgentStateStore('InMemoryAgentStateStore', async () => new InMemoryAgentStateStore());

describeAgentStateStore('DynamoDbAgentStateStore on tables in memory', async () => {
  const access = { client: new FakeTables().client, random: () => 0, sleep: async () => undefined };
  return new DynamoDbAgentStateStore({ ...access, tableName: 'state' });
});
