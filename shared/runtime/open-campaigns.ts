import { DynamoDbCampaignStore } from '../campaigns/adapters/dynamodb-campaign-store.ts';
import { dynamoDbClient } from './aws-clients.ts';
import { systemPorts } from './system-ports.ts';

/** The campaigns of a function's stage, as its environment names them. */
export const openCampaigns = (env: {
  readonly STATE_TABLE: string;
  readonly JOURNAL_RETENTION_DAYS: number;
}) =>
  new DynamoDbCampaignStore({
    ...systemPorts,
    client: dynamoDbClient(),
    tableName: env.STATE_TABLE,
    retentionDays: env.JOURNAL_RETENTION_DAYS,
  });
