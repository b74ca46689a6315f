import { inject } from 'vitest';
import { DynamoDbTaskIndex } from '../../../shared/tasks/adapters/dynamodb-task-index.ts';
import { describeTaskIndex } from '../../contracts/task-index-contract.ts';
import { createPersonalTables } from '../../support/create-personal-tables.ts';

describeTaskIndex('DynamoDbTaskIndex', async () => {
  const { client, tables } = await createPersonalTables(inject('endpoint'));
  return new DynamoDbTaskIndex({ client, tableName: tables.state });
});
