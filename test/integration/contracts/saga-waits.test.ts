import { inject } from 'vitest';
import { DynamoDbSagaWaits } from '../../../shared/sagas/adapters/dynamodb-saga-waits.ts';
import { describeSagaWaits } from '../../contracts/saga-waits-contract.ts';
import { createPersonalTables } from '../../support/create-personal-tables.ts';

describeSagaWaits('DynamoDbSagaWaits', async () => {
  const { client, tables } = await createPersonalTables(inject('endpoint'));
  return new DynamoDbSagaWaits({ client, tableName: tables.state, now: () => Date.now() });
});
