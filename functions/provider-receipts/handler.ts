import { SqsLaneQueue } from '../../shared/lanes/adapters/sqs-lane-queue.ts';
import { readSesReceipt } from '../../shared/receipts/ses-receipt.ts';
import { sqsClient } from '../../shared/runtime/aws-clients.ts';
import { createReceiptsHandler } from '../../shared/runtime/create-receipts-handler.ts';
import { parseEnv } from '../../shared/runtime/env.ts';
import { openJournal } from '../../shared/runtime/open-journal.ts';
import { systemPorts } from '../../shared/runtime/system-ports.ts';

const env = parseEnv('STAGE', 'JOURNAL_TABLE', 'JOURNAL_RETENTION_DAYS', 'QUEUE_URLS');

/** Writes what SES says of mails that it took. */
export const handler = createReceiptsHandler({
  ...systemPorts,
  dimensions: { stage: env.STAGE, agentType: 'provider-receipts' },
  groupMs: 1500,
  readReceipt: readSesReceipt,
  queue: new SqsLaneQueue({ client: sqsClient(), queueUrls: env.QUEUE_URLS }),
  journal: openJournal(env),
});
