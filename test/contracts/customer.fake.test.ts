import { InMemoryCustomerStore } from '../../shared/customers/adapters/in-memory-customer-store.ts';
import { FakeKms, FakeTables } from '../support/fake-tables.ts';
import { openPersonalStores } from '../support/personal-stores.ts';
import { describeCustomerStore } from './customer-contract.ts';

describeCustomerStore('InMemoryCustomerStore', async () => new InMemoryCustomerStore());

describeCustomerStore('DynamoDbCustomerStore on tables in memory', async () => {
  const tables = { customers: 'customers', keys: 'keys', state: 'state' };
  const place = { client: new FakeTables().client, kms: new FakeKms().client, kmsKeyId: 'key', tables };
  return openPersonalStores(place).customers;
});
