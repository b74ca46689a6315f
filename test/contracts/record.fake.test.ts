import { InMemoryCustomerStore } from '../../shared/customers/adapters/in-memory-customer-store.ts';
import { InMemoryJournal } from '../../shared/journal/adapters/in-memory-journal.ts';
import { InMemoryRecordStore } from '../../shared/records/adapters/in-memory-record-store.ts';
import { FakeKms, FakeTables } from '../support/fake-tables.ts';
import { openRecordPlace } from '../support/record-places.ts';
import { describeRecordStore } from './record-contract.ts';

describeRecordStore('InMemoryRecordStore', async () => {
  const journal = new InMemoryJournal();
  const customers = new InMemoryCustomerStore();
  return { journal, customers, records: new InMemoryRecordStore({ journal, customers }) };
});

describeRecordStore('DynamoDbRecordStore on tables in memory', async () => {
  const tables = { customers: 'customers', keys: 'keys', state: 'state' };
  const place = { client: new FakeTables().client, kms: new FakeKms().client, kmsKeyId: 'key', tables };
  return openRecordPlace(place, 'journal');
});
