import { InMemoryParkingLot } from '../../shared/parking/adapters/in-memory-parking-lot.ts';
import { JoseBodyCipher } from '../../shared/parking/adapters/jose-body-cipher.ts';
import { S3ParkingLot } from '../../shared/parking/adapters/s3-parking-lot.ts';
import { InMemoryKeyRing } from '../../shared/security/adapters/in-memory-key-ring.ts';
import { FakeBucket } from '../support/fake-bucket.ts';
import { FakeTables } from '../support/fake-tables.ts';
import { describeParkingLot } from './parking-lot-contract.ts';

const keys = new InMemoryKeyRing();
const cipher = new JoseBodyCipher(keys);
const erase = async (customerId: string) => keys.forget(customerId);

const inMemory = new InMemoryParkingLot(cipher, 2);
describeParkingLot('InMemoryParkingLot', async () => ({ lot: inMemory, erase }));

const [bucket, tables] = [new FakeBucket(), new FakeTables()];
describeParkingLot('S3ParkingLot on a bucket and tables in memory', async () => ({
  lot: new S3ParkingLot({
    s3: bucket.client,
    bucketName: 'parking',
    dynamoDb: tables.client,
    tableName: 'state',
    cipher,
    retentionDays: 35,
  }),
  erase,
}));
