import { DynamoDbJournal } from '../journal/adapters/dynamodb-journal.ts';
import { dynamoDbClient } from './aws-clients.ts';
import { systemPorts } from './system-ports.ts';

/** The journal of a function's stage, as its environment names it. */
export const openJournal = (env: {
  readonly JOURNAL_TABLE: string;
  readonly JOURNAL_RETENTION_DAYS: number;
}): DynamoDbJournal =>
  new DynamoDbJournal({
    ...systemPorts,
    client: dynamoDbClient(),
    tableName: env.JOURNAL_TABLE,
    retentionDays: env.JOURNAL_RETENTION_DAYS,
  });
