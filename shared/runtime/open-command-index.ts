import { DynamoDbCommandIndex } from '../reports/adapters/dynamodb-command-index.ts';
import { dynamoDbClient } from './aws-clients.ts';
import { systemPorts } from './system-ports.ts';

/** The index of commands of a function's stage, as its environment names it. */
export const openCommandIndex = (env: {
  readonly STATE_TABLE: string;
  readonly JOURNAL_RETENTION_DAYS: number;
}): DynamoDbCommandIndex =>
  new DynamoDbCommandIndex({
    ...systemPorts,
    client: dynamoDbClient(),
    tableName: env.STATE_TABLE,
    retentionDays: env.JOURNAL_RETENTION_DAYS,
  });
