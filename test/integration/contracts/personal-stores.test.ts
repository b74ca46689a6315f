import { inject } from 'vitest';
import { DynamoDbAgentStateStore } from '../../../shared/agents/adapters/dynamodb-agent-state-store.ts';
import { DynamoDbCapLedger } from '../../../shared/policy/adapters/dynamodb-cap-ledger.ts';
import { DynamoDbTimers } from '../../../shared/timers/adapters/dynamodb-timers.ts';
import { describeAgentStateStore } from '../../contracts/agent-state-contract.ts';
import { describeCapLedger } from '../../contracts/cap-ledger-contract.ts';
import { describeControlStore } from '../../contracts/control-contract.ts';
import { describeConversationStore } from '../../contracts/conversation-contract.ts';
import { describeCustomerStore } from '../../contracts/customer-contract.ts';
import { describeKeyRing } from '../../contracts/key-ring-contract.ts';
import { describeRecordStore } from '../../contracts/record-contract.ts';
import { describeTimerStore } from '../../contracts/timer-contract.ts';
import { createStreamedJournal } from '../../support/create-journal-table.ts';
import { createPersonalTables } from '../../support/create-personal-tables.ts';
import { openPersonalStores } from '../../support/personal-stores.ts';
import { openRecordPlace } from '../../support/record-places.ts';

let place: ReturnType<typeof createPersonalTables> | undefined;

/** Stores of a new process on the same tables. */
const open = async () => {
  place ??= createPersonalTables(inject('endpoint'));
  return openPersonalStores(await place);
};

describeKeyRing('DynamoDbKeyRing', async () => (await open()).keys);
describeCustomerStore('DynamoDbCustomerStore', async () => (await open()).customers);
describeConversationStore('DynamoDbConversationStore', async () => (await open()).conversations);
describeControlStore('DynamoDbControlStore', async () => (await open()).controls);

describeAgentStateStore('DynamoDbAgentStateStore', async () => {
  place ??= createPersonalTables(inject('endpoint'));
  const { client, tables } = await place;
  const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
  return new DynamoDbAgentStateStore({ client, tableName: tables.state, random: Math.random, sleep });
});

describeTimerStore('DynamoDbTimers', async () => {
  place ??= createPersonalTables(inject('endpoint'));
  const { client, tables } = await place;
  const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
  return new DynamoDbTimers({ client, tableName: tables.state, random: Math.random, sleep });
});

describeCapLedger('DynamoDbCapLedger', async () => {
  place ??= createPersonalTables(inject('endpoint'));
  const { client, tables } = await place;
  const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
  return new DynamoDbCapLedger({ client, tableName: tables.state, random: Math.random, sleep });
});

let facts: ReturnType<typeof createStreamedJournal> | undefined;

describeRecordStore('DynamoDbRecordStore', async () => {
  place ??= createPersonalTables(inject('endpoint'));
  facts ??= createStreamedJournal(inject('endpoint'));
  return openRecordPlace(await place, (await facts).tableName);
});
