import { DynamoDbCapLedger } from '../policy/adapters/dynamodb-cap-ledger.ts';
import { dynamoDbClient } from './aws-clients.ts';
import { openTimers } from './open-timers.ts';
import { systemPorts } from './system-ports.ts';

/** What agents write for the contact policy: how often customers were contacted, and timers of what is put off. */
export const openPolicy = (env: { readonly STATE_TABLE: string }) => ({
  caps: new DynamoDbCapLedger({ ...systemPorts, client: dynamoDbClient(), tableName: env.STATE_TABLE }),
  timers: openTimers(env),
});
