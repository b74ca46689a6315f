import {
  type AttributeValue,
  DeleteItemCommand,
  type DynamoDBClient,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { unlessGone } from '../../resilience/unless-gone.ts';
import type { BodyCipher } from '../body-cipher.ts';
import { ParkingUnavailableError } from '../errors.ts';
import { isMeant, type ParkedFilter, type ParkedMessage } from '../parked-message.ts';
import type { ParkedPage, ParkingLot } from '../parking-lot.ts';
import { keyAt, PARKED_PREFIX, parkedKey, toItem, toParked } from './parked-item.ts';

export type S3ParkingLotOptions = {
  readonly s3: Pick<S3Client, 'send'>;
  readonly bucketName: string;
  readonly dynamoDb: Pick<DynamoDBClient, 'send'>;
  /** The table of state. */
  readonly tableName: string;
  readonly cipher: BodyCipher;
  /** Days that a message is kept; the bucket's own rule deletes bodies then. */
  readonly retentionDays: number;
};

const PAGE_SIZE = 100;

/** Parked messages: bodies in S3, each one JWE, and an index of them in the table of state. */
export class S3ParkingLot implements ParkingLot {
  readonly #options: S3ParkingLotOptions;

  constructor(options: S3ParkingLotOptions) {
    this.#options = options;
  }

  /** The body comes first: what is listed is there. */
  async put(parked: ParkedMessage, body: string): Promise<void> {
    const { s3, dynamoDb, bucketName: Bucket, tableName: TableName, cipher, retentionDays } = this.#options;
    await available(async () => {
      const Body = await cipher.seal(parked.subject.customerId, body);
      await s3.send(new PutObjectCommand({ Bucket, Key: bodyKey(parked), Body }));
      await dynamoDb.send(new PutItemCommand({ TableName, Item: toItem(parked, retentionDays) }));
    });
  }

  async list(pool: string, filter: ParkedFilter, after?: string): Promise<ParkedPage> {
    const { dynamoDb, tableName: TableName } = this.#options;
    const page = await available(() =>
      dynamoDb.send(
        new QueryCommand({
          TableName,
          ConsistentRead: true,
          Limit: PAGE_SIZE,
          KeyConditionExpression: 'id = :id AND part BETWEEN :from AND :to',
          ExpressionAttributeValues: { ':id': { S: `${PARKED_PREFIX}${pool}` }, ...rangeOf(filter) },
          ...(after === undefined ? {} : { ExclusiveStartKey: keyAt(pool, after) }),
        }),
      ),
    );
    const messages = (page.Items ?? []).map(toParked).filter((parked) => isMeant(parked, filter));
    return { messages, next: page.LastEvaluatedKey?.['part']?.S };
  }

  async get(parked: ParkedMessage): Promise<string | undefined> {
    const { s3, bucketName: Bucket, cipher } = this.#options;
    return available(async () => {
      const sealed = await unlessGone(async () => {
        const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: bodyKey(parked) }));
        return Body?.transformToString();
      });
      return sealed === undefined ? undefined : cipher.open(parked.subject.customerId, sealed);
    });
  }

  /** The body goes first: a crash in between leaves a row, which names what is left to do. */
  async remove(parked: ParkedMessage): Promise<void> {
    const { s3, dynamoDb, bucketName: Bucket, tableName: TableName } = this.#options;
    await available(async () => {
      await s3.send(new DeleteObjectCommand({ Bucket, Key: bodyKey(parked) }));
      await dynamoDb.send(new DeleteItemCommand({ TableName, Key: parkedKey(parked) }));
    });
  }
}

const bodyKey = ({ pool, id }: ParkedMessage): string => `${pool}/${id}`;

/** `~` is behind every character of an id. */
const rangeOf = ({ since, until }: ParkedFilter): Record<string, AttributeValue> => ({
  ':from': { S: new Date(since ?? 0).toISOString() },
  ':to': { S: until === undefined ? '~' : `${new Date(until).toISOString()}#~` },
});

const available = async <Answer>(call: () => Promise<Answer>): Promise<Answer> => {
  try {
    return await call();
  } catch (cause) {
    throw new ParkingUnavailableError('parking: bucket, table or keys do not answer', { cause });
  }
};
