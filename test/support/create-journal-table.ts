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

/** The name of a new table of facts, as infra defines it. */
export const createTableOfFacts = async (client: DynamoDBClient): Promise<string> => {
  const TableName = `journal-${randomUUID()}`;
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
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
  return TableName;
};

/** A journal on a table of its own. */
export const createJournalTable = async (endpoint: string): Promise<DynamoDbJournal> => {
  const client = localDynamoDb(endpoint);
  const tableName = await createTableOfFacts(client);
  const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
  return new DynamoDbJournal({ client, tableName, retentionDays: 35, random: Math.random, sleep });
};
