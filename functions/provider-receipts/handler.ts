import { SqsLaneQueue } from '../../shared/lanes/adapters/sqs-lane-queue.ts';
import { createNewsReader } from '../../shared/receipts/read-receipt.ts';
import { sqsClient } from '../../shared/runtime/aws-clients.ts';
import { createReceiptsHandler } from '../../shared/runtime/create-receipts-handler.ts';
import { parseEnv } from '../../shared/runtime/env.ts';
import { openCustomers } from '../../shared/runtime/open-customers.ts';
import { openJournal } from '../../shared/runtime/open-journal.ts';
import { systemPorts } from '../../shared/runtime/system-ports.ts';

const env = parseEnv(
  'STAGE',
  'JOURNAL_TABLE',
  'JOURNAL_RETENTION_DAYS',
  'QUEUE_URLS',
  'ACCOUNT_ID',
  'SMS_REPLY_TOPIC_ARNS',
  'CUSTOMERS_TABLE',
  'KEYS_TABLE',
  'BRANCH_KEY_ID',
);
const { customers, cipher } = openCustomers(env);

/** Writes what providers say of messages that they took, and what customers answered. */
export const handler = createReceiptsHandler({
  ...systemPorts,
  dimensions: { stage: env.STAGE, agentType: 'provider-receipts' },
  groupMs: 5000,
  readNews: createNewsReader({ accountId: env.ACCOUNT_ID, smsReplyTopicArns: env.SMS_REPLY_TOPIC_ARNS }),
  queue: new SqsLaneQueue({ ...systemPorts, client: sqsClient(), queueUrls: env.QUEUE_URLS }),
  journal: openJournal(env),
  customers,
  cipher,
});
