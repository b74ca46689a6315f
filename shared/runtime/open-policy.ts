import { DynamoDbCapLedger } from '../policy/adapters/dynamodb-cap-ledger.ts';
import { putTimers } from '../timers/adapters/put-timers.ts';
import type { Timer } from '../timers/timer-store.ts';
import { dynamoDbClient } from './aws-clients.ts';
import { systemPorts } from './system-ports.ts';

/** What agents write for the contact policy: how often customers were contacted, and timers of what is put off. */
export const openPolicy = (env: { readonly STATE_TABLE: string }) => {
  const table = { ...systemPorts, client: dynamoDbClient(), tableName: env.STATE_TABLE };
  return {
    caps: new DynamoDbCapLedger(table),
    timers: { put: (timers: readonly Timer[]) => putTimers(timers, table) },
  };
};
