import { agents } from '../../config/agents.ts';
import { servicesOf } from '../../shared/agents/services-of.ts';
import { SqsLaneQueue } from '../../shared/lanes/adapters/sqs-lane-queue.ts';
import { createSourceOf } from '../../shared/parking/dead-letter-sources.ts';
import { sqsClient } from '../../shared/runtime/aws-clients.ts';
import { createTriageHandler } from '../../shared/runtime/create-triage-handler.ts';
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
  'KEYS_TABLE',
  'BRANCH_KEY_ID',
  'STATE_TABLE',
  'PARKING_BUCKET',
  'DEAD_LETTER_SOURCES',
  'TRIAGE_OF',
);

/** Parks what the lanes gave up. */
export const handler = createTriageHandler({
  ...systemPorts,
  dimensions: { stage: env.STAGE, triage: env.TRIAGE_OF },
  groupMs: 5000,
  queue: new SqsLaneQueue({ ...systemPorts, client: sqsClient(), queueUrls: env.QUEUE_URLS }),
  journal: openJournal(env),
  lot: openParking(env),
  services: servicesOf(agents),
  controls: openControls(env, []).store,
  sourceOf: createSourceOf(env.DEAD_LETTER_SOURCES),
});
