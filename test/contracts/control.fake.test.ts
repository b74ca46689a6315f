import { DynamoDbControlStore } from '../../shared/state/adapters/dynamodb-control-store.ts';
import { InMemoryControlStore } from '../../shared/state/adapters/in-memory-control-store.ts';
import { FakeTables } from '../support/fake-tables.ts';
import { describeControlStore } from './control-contract.ts';

describeControlStore('InMemoryControlStore', async () => new InMemoryControlStore());

describeControlStore('DynamoDbControlStore on tables in memory', async () => {
  const { client } = new FakeTables();
  return new DynamoDbControlStore({ client, tableName: 'state', random: Math.random, sleep: async () => {} });
});
