import { agents } from '../config/agents.ts';
import { lanes } from '../config/lanes.ts';
import { stages } from '../config/stages.ts';
import { JoseBodyCipher } from '../shared/parking/adapters/jose-body-cipher.ts';
import { S3ParkingLot } from '../shared/parking/adapters/s3-parking-lot.ts';
import { SqsReturnQueue } from '../shared/parking/adapters/sqs-return-queue.ts';
import type { ParkedMessage } from '../shared/parking/parked-message.ts';
import type { ParkingLot } from '../shared/parking/parking-lot.ts';
import type { ReturnQueue } from '../shared/parking/return-queue.ts';
import type { StageAccess } from './stage-access.ts';

/** Where messages of a stage can be parked from: its lanes' pools and its intakes. */
export const parkingPools: readonly string[] = [
  ...Object.keys(lanes),
  'receipts',
  'releases',
  'back-office',
  ...Object.keys(agents).map((agentType) => `mail-${agentType}`),
];

/** The parked messages of a stage. */
export const openParkingLot = async (access: StageAccess): Promise<ParkingLot> => {
  const { names, target, s3, dynamoDb } = access;
  const [bucketName = '', tableName = ''] = await access.parameters([
    names.parkingBucketName,
    names.stateTableName,
  ]);
  const cipher = new JoseBodyCipher(await access.keys());
  const retentionDays = stages[target.name].journalRetentionDays;
  return new S3ParkingLot({ s3, bucketName, dynamoDb, tableName, cipher, retentionDays });
};

/** The queues of a stage that parked messages go back to, as its parameters name them now. */
export const openReturnQueue = ({ sqs, names, findParameters }: StageAccess): ReturnQueue => {
  const urls = new Map<string, Promise<string | undefined>>();
  const nameOf = ({ pool, tier }: ParkedMessage) =>
    tier === undefined ? names.intakeQueueUrl(pool) : names.lane(pool, tier, 'url');
  return new SqsReturnQueue({
    client: sqs,
    urlOf: (parked) => {
      const name = nameOf(parked);
      const url = urls.get(name) ?? findParameters([name]).then((found) => found.get(name));
      urls.set(name, url);
      return url;
    },
  });
};
