import { randomUUID } from 'node:crypto';
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DynamoDBClient,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
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
  const [tableName, dueTableName] = await Promise.all([
    create(client, 'journal', ['aggregate', 'key'], {
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
    create(client, 'state', ['id', 'part'], {}),
  ]);
  const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
  const options = { client, tableName, dueTableName, retentionDays: 35, random: Math.random, sleep };
  return {
    journal: new DynamoDbJournal(options),
    due: new DynamoDbDueClaims({ client, tableName: dueTableName }),
  };
};

const create = async (
  client: DynamoDBClient,
  name: string,
  [partition, sort]: readonly [string, string],
  indexes: Pick<CreateTableCommandInput, 'GlobalSecondaryIndexes'>,
): Promise<string> => {
  const TableName = `${name}-${randomUUID()}`;
  const listed = indexes.GlobalSecondaryIndexes === undefined ? [] : (['listing', 'at'] as const);
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [
        { AttributeName: partition, KeyType: 'HASH' },
        { AttributeName: sort, KeyType: 'RANGE' },
      ],
      AttributeDefinitions: [partition, sort, ...listed].map((AttributeName) => ({
        AttributeName,
        AttributeType: AttributeName === 'at' ? 'N' : 'S',
      })),
      ...indexes,
    }),
  );
  await waitUntilTableExists({ client, maxWaitTime: 120 }, { TableName });
  return TableName;
};
