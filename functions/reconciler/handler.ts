import {
  dynamoDbClient,
  dynamoDbStreamsClient,
  eventBridgeClient,
  s3Client,
} from '../../shared/runtime/aws-clients.ts';
import { createReconcilerHandler } from '../../shared/runtime/create-reconciler-handler.ts';
import { parseEnv } from '../../shared/runtime/env.ts';
import { openControls } from '../../shared/runtime/open-controls.ts';
import { openJournal } from '../../shared/runtime/open-journal.ts';
import { openReconciliation } from '../../shared/runtime/open-reconciliation.ts';
import { systemPorts } from '../../shared/runtime/system-ports.ts';

const env = parseEnv(
  ...(['STAGE', 'BUS_NAME', 'STATE_TABLE', 'JOURNAL_STREAM_ARN', 'FAILED_RECORDS_BUCKET'] as const),
  ...(['JOURNAL_TABLE', 'JOURNAL_RETENTION_DAYS'] as const),
);
const access = {
  streams: dynamoDbStreamsClient(),
  dynamoDb: dynamoDbClient(),
  s3: s3Client(),
  bus: eventBridgeClient(),
  journal: openJournal(env),
  streamArn: env.JOURNAL_STREAM_ARN,
  stateTable: env.STATE_TABLE,
  retentionDays: env.JOURNAL_RETENTION_DAYS,
  failedRecordsBucket: env.FAILED_RECORDS_BUCKET,
  busName: env.BUS_NAME,
};

/** Compares the journal with what its followers know, and repairs. */
export const handler = createReconcilerHandler({
  ...systemPorts,
  dimensions: { stage: env.STAGE, function: 'reconciler' },
  open: () => openReconciliation(access),
  controls: openControls(env, []).store,
  journalId: env.JOURNAL_STREAM_ARN,
});
