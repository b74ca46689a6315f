import { DynamoDbJournal } from '../journal/adapters/dynamodb-journal.ts';
import { dynamoDbClient } from './aws-clients.ts';
import { systemPorts } from './system-ports.ts';

/** The journal of a function's stage, as its environment names it; one with `STATE_TABLE` can open and settle due claims. */
export const openJournal = (env: {
  readonly JOURNAL_TABLE: string;
  readonly JOURNAL_RETENTION_DAYS: number;
  readonly STATE_TABLE?: string;
}): DynamoDbJournal =>
  new DynamoDbJournal({
    ...systemPorts,
    client: dynamoDbClient(),
    tableName: env.JOURNAL_TABLE,
    dueTableName: env.STATE_TABLE,
    retentionDays: env.JOURNAL_RETENTION_DAYS,
  });
