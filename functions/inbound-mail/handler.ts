import { agents } from '../../config/agents.ts';
import { addressesOf } from '../../shared/channels/email-address.ts';
import { SqsLaneQueue } from '../../shared/lanes/adapters/sqs-lane-queue.ts';
import { S3MailStore } from '../../shared/receipts/adapters/s3-mail-store.ts';
import { s3Client, sqsClient } from '../../shared/runtime/aws-clients.ts';
import { createInboundMailHandler } from '../../shared/runtime/create-inbound-mail-handler.ts';
import { parseEnv } from '../../shared/runtime/env.ts';
import { openCustomers } from '../../shared/runtime/open-customers.ts';
import { openJournal } from '../../shared/runtime/open-journal.ts';
import { systemPorts } from '../../shared/runtime/system-ports.ts';

const env = parseEnv(
  'STAGE',
  'JOURNAL_TABLE',
  'JOURNAL_RETENTION_DAYS',
  'QUEUE_URLS',
  'CUSTOMERS_TABLE',
  'KEYS_TABLE',
  'BRANCH_KEY_ID',
  'MAIL_BUCKET',
);

/** Takes customers' answers out of the mails that SES received. */
export const handler = createInboundMailHandler({
  ...systemPorts,
  ...openCustomers(env),
  dimensions: { stage: env.STAGE, function: 'inbound-mail' },
  groupMs: 5000,
  queue: new SqsLaneQueue({ ...systemPorts, client: sqsClient(), queueUrls: env.QUEUE_URLS }),
  journal: openJournal(env),
  mails: new S3MailStore({ client: s3Client(), bucketName: env.MAIL_BUCKET }),
  senders: addressesOf(Object.values(agents.email.identities).map(({ sender }) => sender)),
});
