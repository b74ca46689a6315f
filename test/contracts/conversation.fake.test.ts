import { InMemoryConversationStore } from '../../shared/conversations/adapters/in-memory-conversation-store.ts';
import { FakeKms, FakeTables } from '../support/fake-tables.ts';
import { openPersonalStores } from '../support/personal-stores.ts';
import { describeConversationStore } from './conversation-contract.ts';

describeConversationStore('InMemoryConversationStore', async () => new InMemoryConversationStore());

describeConversationStore('DynamoDbConversationStore on tables in memory', async () => {
  const tables = { customers: 'customers', keys: 'keys', state: 'state' };
  const place = { client: new FakeTables().client, kms: new FakeKms().client, kmsKeyId: 'key', tables };
  return openPersonalStores(place).conversations;
});
