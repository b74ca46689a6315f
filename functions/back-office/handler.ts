import { agents } from '../../config/agents.ts';
import { servicesOf } from '../../shared/agents/services-of.ts';
import { SqsChoreLane } from '../../shared/back-office/adapters/sqs-chore-lane.ts';
import { CAMPAIGNS_CONTROL } from '../../shared/campaigns/campaign-switch.ts';
import { SHARES_CONTROL } from '../../shared/fairness/shares.ts';
import { SqsLaneQueue } from '../../shared/lanes/adapters/sqs-lane-queue.ts';
import { STOP_CONTROL } from '../../shared/policy/stop-order.ts';
import { S3ReportStore } from '../../shared/reports/adapters/s3-report-store.ts';
import { breakerControl } from '../../shared/resilience/breaker-record.ts';
import { s3Client, sqsClient } from '../../shared/runtime/aws-clients.ts';
import { createBackOfficeHandler } from '../../shared/runtime/create-back-office-handler.ts';
import { parseEnv } from '../../shared/runtime/env.ts';
import { openCommandIndex } from '../../shared/runtime/open-command-index.ts';
import { openControls } from '../../shared/runtime/open-controls.ts';
import { openJournal } from '../../shared/runtime/open-journal.ts';
import { systemPorts } from '../../shared/runtime/system-ports.ts';

const env = parseEnv(
  'STAGE',
  'JOURNAL_TABLE',
  'JOURNAL_RETENTION_DAYS',
  'STATE_TABLE',
  'QUEUE_URLS',
  'BACK_OFFICE_LANE_URL',
  'REPORTS_BUCKET',
);
const sqs = sqsClient();

/** Does what has no haste: reports and maintenance. */
export const handler = createBackOfficeHandler({
  ...systemPorts,
  dimensions: { stage: env.STAGE, function: 'back-office' },
  groupMs: 5000,
  queue: new SqsLaneQueue({ ...systemPorts, client: sqs, queueUrls: env.QUEUE_URLS }),
  lane: new SqsChoreLane({ ...systemPorts, client: sqs, url: env.BACK_OFFICE_LANE_URL }),
  journal: openJournal(env),
  index: openCommandIndex(env),
  reports: new S3ReportStore({ client: s3Client(), bucketName: env.REPORTS_BUCKET }),
  controls: openControls(env, []).store,
  switches: [STOP_CONTROL, SHARES_CONTROL, CAMPAIGNS_CONTROL, ...servicesOf(agents).map(breakerControl)],
});
