import { randomUUID } from 'node:crypto';
import { CreateTableCommand, type DynamoDBClient, waitUntilTableExists } from '@aws-sdk/client-dynamodb';
import { CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { localDynamoDb } from './create-journal-table.ts';
import type { PersonalPlace } from './personal-stores.ts';

/** Tables of customers, keys and state, and a KMS key, of their own, as infra defines them. */
export const createPersonalTables = async (endpoint: string): Promise<PersonalPlace> => {
  const client = localDynamoDb(endpoint);
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const kms = new KMSClient({ endpoint, region: 'us-east-1', credentials });
  const [customers, keys, state, key] = await Promise.all([
    createTable(client, 'customers', ['id', 'part']),
    createTable(client, 'keys', ['id']),
    createStateTable(client),
    kms.send(new CreateKeyCommand({})),
  ]);
  return { client, kms, kmsKeyId: key.KeyMetadata?.KeyId ?? '', tables: { customers, keys, state } };
};

/** A table of state of its own, as infra defines it. */
export const createStateTable = (client: DynamoDBClient): Promise<string> =>
  createTable(client, 'state', ['id', 'part']);

const createTable = async (
  client: DynamoDBClient,
  name: string,
  keys: readonly string[],
): Promise<string> => {
  const TableName = `${name}-${randomUUID()}`;
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: keys.map((AttributeName, at) => ({ AttributeName, KeyType: at === 0 ? 'HASH' : 'RANGE' })),
      AttributeDefinitions: keys.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    }),
  );
  await waitUntilTableExists({ client, maxWaitTime: 120 }, { TableName });
  return TableName;
};
