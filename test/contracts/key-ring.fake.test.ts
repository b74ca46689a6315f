import { InMemoryKeyRing } from '../../shared/security/adapters/in-memory-key-ring.ts';
import { FakeKms, FakeTables } from '../support/fake-tables.ts';
import { openPersonalStores } from '../support/personal-stores.ts';
import { describeKeyRing } from './key-ring-contract.ts';

const shared = new InMemoryKeyRing();
describeKeyRing('InMemoryKeyRing', async () => shared);

const tables = { customers: 'customers', keys: 'keys', state: 'state' };
const place = { client: new FakeTables().client, kms: new FakeKms().client, kmsKeyId: 'key', tables };
describeKeyRing('DynamoDbKeyRing on tables in memory', async () => openPersonalStores(place).keys);
