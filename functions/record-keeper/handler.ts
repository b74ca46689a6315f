import { SqsLaneQueue } from '../../shared/lanes/adapters/sqs-lane-queue.ts';
import { sqsClient } from '../../shared/runtime/aws-clients.ts';
import { createRecordKeeperHandler } from '../../shared/runtime/create-record-keeper-handler.ts';
import { parseEnv } from '../../shared/runtime/env.ts';
import { openRecords } from '../../shared/runtime/open-records.ts';
import { systemPorts } from '../../shared/runtime/system-ports.ts';

const env = parseEnv(
  'STAGE',
  'JOURNAL_TABLE',
  'JOURNAL_RETENTION_DAYS',
  'QUEUE_URLS',
  'CUSTOMERS_TABLE',
  'KEYS_TABLE',
  'BRANCH_KEY_ID',
);

/** Commits payments and consents, each exactly once and in the order of its conversation. */
export const handler = createRecordKeeperHandler({
  ...systemPorts,
  ...openRecords(env),
  dimensions: { stage: env.STAGE, agentType: 'record-keeper' },
  groupMs: 1500,
  queue: new SqsLaneQueue({ ...systemPorts, client: sqsClient(), queueUrls: env.QUEUE_URLS }),
});
