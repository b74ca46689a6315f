import { randomUUID } from 'node:crypto';
import { DynamoDbCommandIndex } from '../../shared/reports/adapters/dynamodb-command-index.ts';
import { InMemoryCommandIndex } from '../../shared/reports/adapters/in-memory-command-index.ts';
import { FakeTables } from '../support/fake-tables.ts';
import { describeCommandIndex } from './command-index-contract.ts';

describeCommandIndex('InMemoryCommandIndex', async () => new InMemoryCommandIndex());

describeCommandIndex('DynamoDbCommandIndex on tables in memory', async () => {
  const { client } = new FakeTables();
  return new DynamoDbCommandIndex({ client, tableName: 'state', newId: randomUUID, retentionDays: 35 });
});
