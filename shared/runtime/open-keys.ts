import { DynamoDbKeyRing } from '../security/adapters/dynamodb-key-ring.ts';
import { dynamoDbClient, kmsClient } from './aws-clients.ts';
import { systemPorts } from './system-ports.ts';

/** What a function's environment says of its stage's keys. */
export type KeysEnv = {
  readonly STAGE: string;
  readonly KEYS_TABLE: string;
  readonly BRANCH_KEY_ID: string;
};

/** The keys of a function's stage, as its environment names them. One ring for a function: it holds what it has read. */
export const openKeys = (env: KeysEnv): DynamoDbKeyRing =>
  new DynamoDbKeyRing({
    ...systemPorts,
    client: dynamoDbClient(),
    kms: kmsClient(),
    kmsKeyId: env.BRANCH_KEY_ID,
    tableName: env.KEYS_TABLE,
    stage: env.STAGE,
  });
