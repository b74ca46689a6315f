import { JoseBodyCipher } from '../parking/adapters/jose-body-cipher.ts';
import { S3ParkingLot } from '../parking/adapters/s3-parking-lot.ts';
import { dynamoDbClient, s3Client } from './aws-clients.ts';
import { type KeysEnv, openKeys } from './open-keys.ts';

/** The parked messages of a function's stage, as its environment names them. */
export const openParking = (
  env: KeysEnv & {
    readonly STATE_TABLE: string;
    readonly PARKING_BUCKET: string;
    readonly JOURNAL_RETENTION_DAYS: number;
  },
): S3ParkingLot =>
  new S3ParkingLot({
    s3: s3Client(),
    bucketName: env.PARKING_BUCKET,
    dynamoDb: dynamoDbClient(),
    tableName: env.STATE_TABLE,
    cipher: new JoseBodyCipher(openKeys(env)),
    retentionDays: env.JOURNAL_RETENTION_DAYS,
  });
