import { DynamoDbKeyRing } from '../security/adapters/dynamodb-key-ring.ts';
import type { KeysAccess } from '../security/adapters/kms-branch-keys.ts';
import { dynamoDbClient, kmsClient } from './aws-clients.ts';
import { systemPorts } from './system-ports.ts';

/** What a function's environment says of its stage's keys. */
export type KeysEnv = {
  readonly STAGE: string;
  readonly KEYS_TABLE: string;
  readonly BRANCH_KEY_ID: string;
};

/** How a function reaches the keys of its stage. */
export const keysAccess = (env: KeysEnv): KeysAccess => ({
  ...systemPorts,
  client: dynamoDbClient(),
  kms: kmsClient(),
  kmsKeyId: env.BRANCH_KEY_ID,
  tableName: env.KEYS_TABLE,
  stage: env.STAGE,
});

/** The keys of a function's stage, made at their first use. One ring for a function: it holds what it has read. */
export const openKeys = (env: KeysEnv): DynamoDbKeyRing => new DynamoDbKeyRing(keysAccess(env));
