import { randomUUID } from 'node:crypto';
import { CreateTableCommand, DynamoDBClient, waitUntilTableExists } from '@aws-sdk/client-dynamodb';
import { DynamoDbDueClaims } from '../../shared/journal/adapters/dynamodb-due-claims.ts';
import { DynamoDbJournal } from '../../shared/journal/adapters/dynamodb-journal.ts';

/** A client for LocalStack. */
export const localDynamoDb = (endpoint: string): DynamoDBClient =>
  new DynamoDBClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });

/** A journal and its due claims on tables of their own, as infra defines them. */
export const createJournalTable = async (endpoint: string) => {
  const client = localDynamoDb(endpoint);
  const [{ options }, tableName] = await Promise.all([createStreamedJournal(endpoint), createState(client)]);
  return {
    journal: new DynamoDbJournal({ ...options, dueTableName: tableName }),
    due: new DynamoDbDueClaims({ client, tableName }),
  };
};

const createState = async (client: DynamoDBClient): Promise<string> => {
  const TableName = `state-${randomUUID()}`;
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [
        { AttributeName: 'id', KeyType: 'HASH' },
        { AttributeName: 'part', KeyType: 'RANGE' },
      ],
      AttributeDefinitions: ['id', 'part'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    }),
  );
  await waitUntilTableExists({ client, maxWaitTime: 120 }, { TableName });
  return TableName;
};

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
  const options = { client, tableName: TableName, retentionDays: 35, random: Math.random, sleep };
  return {
    options,
    tableName: TableName,
    journal: new DynamoDbJournal(options),
    streamArn: created.TableDescription?.LatestStreamArn ?? '',
  };
};
