import { agents } from '../../config/agents.ts';
import { servicesOf } from '../../shared/agents/services-of.ts';
import { SqsLaneQueue } from '../../shared/lanes/adapters/sqs-lane-queue.ts';
import { SqsReleaseOrders } from '../../shared/parking/adapters/sqs-release-orders.ts';
import { SqsReturnQueue } from '../../shared/parking/adapters/sqs-return-queue.ts';
import { sqsClient } from '../../shared/runtime/aws-clients.ts';
import { createReleaseHandler } from '../../shared/runtime/create-release-handler.ts';
import { parseEnv } from '../../shared/runtime/env.ts';
import { openControls } from '../../shared/runtime/open-controls.ts';
import { openJournal } from '../../shared/runtime/open-journal.ts';
import { openParking } from '../../shared/runtime/open-parking.ts';
import { systemPorts } from '../../shared/runtime/system-ports.ts';

const env = parseEnv(
  'STAGE',
  'JOURNAL_TABLE',
  'JOURNAL_RETENTION_DAYS',
  'QUEUE_URLS',
  'LANE_URLS',
  'KEYS_TABLE',
  'BRANCH_KEY_ID',
  'STATE_TABLE',
  'PARKING_BUCKET',
);
const client = sqsClient();

/** Releases what waited for a breaker to close, or for a stop to end; without new messages also what tries a breaker. */
export const handler = createReleaseHandler({
  ...systemPorts,
  dimensions: { stage: env.STAGE, function: 'parking-release' },
  groupMs: 30_000,
  ratePerSecond: 20,
  pools: Object.keys(env.LANE_URLS),
  services: servicesOf(agents),
  controls: openControls(env, []).store,
  queue: new SqsLaneQueue({ ...systemPorts, client, queueUrls: env.QUEUE_URLS }),
  journal: openJournal(env),
  lot: openParking(env),
  returns: new SqsReturnQueue({
    client,
    urlOf: async ({ pool, tier }) => (tier === undefined ? undefined : env.LANE_URLS[pool]?.[tier]),
  }),
  orders: new SqsReleaseOrders({ client, queueUrl: env.QUEUE_URLS[0] ?? '' }),
});
