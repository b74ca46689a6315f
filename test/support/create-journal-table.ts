import { randomUUID } from 'node:crypto';
import { CreateTableCommand, DynamoDBClient, waitUntilTableExists } from '@aws-sdk/client-dynamodb';
import { DynamoDbJournal } from '../../shared/journal/adapters/dynamodb-journal.ts';

/** A client for LocalStack. */
export const localDynamoDb = (endpoint: string): DynamoDBClient =>
  new DynamoDBClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });

/** A journal on a table of its own, as infra defines it. */
export const createJournalTable = async (endpoint: string): Promise<DynamoDbJournal> =>
  (await createStreamedJournal(endpoint)).journal;

/** A journal on a table of its own, and the stream that nobody reads. */
export const createStreamedJournal = async (endpoint: string) => {
  const client = localDynamoDb(endpoint);
  const TableName = `journal-${randomUUID()}`;
  const created = await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
      KeySchema: [
        { AttributeName: 'aggregate', KeyType: 'HASH' },
        { AttributeName: 'key', KeyType: 'RANGE' },
      ],
      AttributeDefinitions: [
        { AttributeName: 'aggregate', AttributeType: 'S' },
        { AttributeName: 'key', AttributeType: 'S' },
        { AttributeName: 'listing', AttributeType: 'S' },
        { AttributeName: 'at', AttributeType: 'N' },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'listing',
          KeySchema: [
            { AttributeName: 'listing', KeyType: 'HASH' },
            { AttributeName: 'at', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
    }),
  );
  await waitUntilTableExists({ client, maxWaitTime: 120 }, { TableName });
  const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
  return {
    journal: new DynamoDbJournal({
      client,
      tableName: TableName,
      retentionDays: 35,
      random: Math.random,
      sleep,
    }),
    streamArn: created.TableDescription?.LatestStreamArn ?? '',
  };
};
