import { randomUUID } from 'node:crypto';
import { inject } from 'vitest';
import { DynamoDbLoadExchange } from '../../../shared/balancing/adapters/dynamodb-load-exchange.ts';
import { DynamoDbTokenLedger } from '../../../shared/fairness/adapters/dynamodb-token-ledger.ts';
import { describeLoadExchange, describeTokenLedger } from '../../contracts/pool-contract.ts';
import { createPersonalTables } from '../../support/create-personal-tables.ts';

let place: ReturnType<typeof createPersonalTables> | undefined;

const newPool = async () => {
  place ??= createPersonalTables(inject('endpoint'));
  const { client, tables } = await place;
  return { client, tableName: tables.state, agentType: randomUUID() };
};

describeTokenLedger('DynamoDbTokenLedger', async () => new DynamoDbTokenLedger(await newPool()));
describeLoadExchange('DynamoDbLoadExchange', async () => new DynamoDbLoadExchange(await newPool()));
