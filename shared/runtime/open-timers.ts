import { DynamoDbTimers } from '../timers/adapters/dynamodb-timers.ts';
import { dynamoDbClient } from './aws-clients.ts';
import { systemPorts } from './system-ports.ts';

/** The timers of a function's stage, as its environment names them. */
export const openTimers = (env: { readonly STATE_TABLE: string }): DynamoDbTimers =>
  new DynamoDbTimers({ ...systemPorts, client: dynamoDbClient(), tableName: env.STATE_TABLE });
