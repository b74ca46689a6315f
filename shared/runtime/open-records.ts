import { DynamoDbRecordStore } from '../records/adapters/dynamodb-record-store.ts';
import { JosePersonalCipher } from '../security/adapters/jose-personal-cipher.ts';
import { dynamoDbClient } from './aws-clients.ts';
import { type KeysEnv, openKeys } from './open-keys.ts';
import { systemPorts } from './system-ports.ts';

type RecordsEnv = KeysEnv & {
  readonly CUSTOMERS_TABLE: string;
  readonly JOURNAL_TABLE: string;
  readonly JOURNAL_RETENTION_DAYS: number;
};

/** Where a function's stage keeps its records, and what opens what they are made of, as its environment names them. */
export const openRecords = (env: RecordsEnv) => {
  const keys = openKeys(env);
  const cipher = new JosePersonalCipher(keys);
  const records = new DynamoDbRecordStore({
    ...systemPorts,
    client: dynamoDbClient(),
    tableName: env.CUSTOMERS_TABLE,
    journalTable: env.JOURNAL_TABLE,
    retentionDays: env.JOURNAL_RETENTION_DAYS,
    keys,
    cipher,
  });
  return { records, cipher };
};
