import { DynamoDbTaskIndex } from '../../shared/tasks/adapters/dynamodb-task-index.ts';
import { InMemoryTaskIndex } from '../../shared/tasks/adapters/in-memory-task-index.ts';
import { FakeTables } from '../support/fake-tables.ts';
import { describeTaskIndex } from './task-index-contract.ts';

describeTaskIndex('InMemoryTaskIndex', async () => new InMemoryTaskIndex());

describeTaskIndex('DynamoDbTaskIndex on tables in memory', async () => {
  const { client } = new FakeTables();
  return new DynamoDbTaskIndex({ client, tableName: 'state' });
});
