import { randomUUID } from 'node:crypto';
import { DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, inject, it } from 'vitest';
import { localAws } from '../../../local/start/aws-settings.ts';
import { SqsLaneSender } from '../../../shared/lanes/adapters/sqs-lane-sender.ts';
import { JoseBodyCipher } from '../../../shared/parking/adapters/jose-body-cipher.ts';
import { S3ParkingLot } from '../../../shared/parking/adapters/s3-parking-lot.ts';
import { customerKeyId } from '../../../shared/security/key-ring.ts';
import { describeParkingLot } from '../../contracts/parking-lot-contract.ts';
import { aLaneMessage } from '../../support/a-lane-message.ts';
import { createPersonalTables } from '../../support/create-personal-tables.ts';
import { openPersonalStores } from '../../support/personal-stores.ts';

const createPlace = async () => {
  const s3 = new S3Client({ ...localAws(inject('endpoint')), forcePathStyle: true });
  const bucketName = `parking-${randomUUID()}`;
  await s3.send(new CreateBucketCommand({ Bucket: bucketName }));
  return { s3, bucketName, personal: await createPersonalTables(inject('endpoint')) };
};

let place: ReturnType<typeof createPlace> | undefined;

/** A lot of a new process on the same bucket and tables. */
const open = async () => {
  place ??= createPlace();
  const { s3, bucketName, personal } = await place;
  const { client: dynamoDb, tables } = personal;
  const cipher = new JoseBodyCipher(openPersonalStores(personal).keys);
  return {
    lot: new S3ParkingLot({
      ...{ s3, bucketName, dynamoDb, cipher },
      tableName: tables.state,
      retentionDays: 35,
    }),
    erase: (customerId: string) =>
      dynamoDb.send(
        new DeleteItemCommand({ TableName: tables.keys, Key: { id: { S: customerKeyId(customerId) } } }),
      ),
  };
};

describeParkingLot('S3ParkingLot', open);

describe('SqsLaneSender', () => {
  it('names the tenant of each message to a standard queue, by which it shares fairly, and holds back what is delayed', async () => {
    const client = new SQSClient(localAws(inject('endpoint')));
    const { QueueUrl = '' } = await client.send(
      new CreateQueueCommand({ QueueName: `lane-${randomUUID()}` }),
    );
    const sender = new SqsLaneSender({
      ...{ client, random: Math.random, sleep: async () => undefined },
      laneUrls: { email: { LOW: QueueUrl } },
    });
    const entry = (groupId: string | undefined, delaySeconds = 0) =>
      ({ agentType: 'email', tier: 'LOW', delaySeconds, groupId, message: aLaneMessage() }) as const;

    const outcomes = await sender.send([
      entry('camp-1'),
      entry('camp-2'),
      entry(undefined),
      entry('camp-3', 900),
    ]);

    expect(outcomes).toEqual(Array(4).fill({ sent: true }));
    const groups: (string | undefined)[] = [];
    for (let received = 1; received > 0; ) {
      const { Messages = [] } = await client.send(
        new ReceiveMessageCommand({
          QueueUrl,
          MaxNumberOfMessages: 10,
          WaitTimeSeconds: groups.length < 3 ? 5 : 0,
          MessageSystemAttributeNames: ['MessageGroupId'],
        }),
      );
      received = Messages.length;
      groups.push(...Messages.map(({ Attributes }) => Attributes?.['MessageGroupId']));
    }
    expect(groups.toSorted()).toEqual(['camp-1', 'camp-2', undefined]);
    client.destroy();
  });
});
