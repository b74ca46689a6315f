import { agents } from '../../config/agents.ts';
import { lanes } from '../../config/lanes.ts';
import { createSwitchboardClient } from '../../shared/client/switchboard-client.ts';
import { SqsLaneQueue } from '../../shared/lanes/adapters/sqs-lane-queue.ts';
import { SqsLaneSender } from '../../shared/lanes/adapters/sqs-lane-sender.ts';
import { sqsClient } from '../../shared/runtime/aws-clients.ts';
import { createCoordinatorHandler } from '../../shared/runtime/create-coordinator-handler.ts';
import { parseEnv } from '../../shared/runtime/env.ts';
import { openJournal } from '../../shared/runtime/open-journal.ts';
import { systemPorts } from '../../shared/runtime/system-ports.ts';

const env = parseEnv('STAGE', 'JOURNAL_TABLE', 'JOURNAL_RETENTION_DAYS', 'QUEUE_URLS', 'LANE_URLS');
const sqs = sqsClient();

/** Takes commands from the bus in, and gives them to the lanes of their agents. */
export const handler = createCoordinatorHandler({
  ...systemPorts,
  dimensions: { stage: env.STAGE, agentType: 'coordinator' },
  groupMs: 1500,
  queue: new SqsLaneQueue({ client: sqs, queueUrls: env.QUEUE_URLS }),
  client: createSwitchboardClient({
    ...systemPorts,
    agents,
    laneTable: lanes,
    journal: openJournal(env),
    lanes: new SqsLaneSender({ ...systemPorts, client: sqs, laneUrls: env.LANE_URLS }),
  }),
});
