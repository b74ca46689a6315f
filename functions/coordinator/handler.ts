import { agents } from '../../config/agents.ts';
import { contactPricesUsd } from '../../config/campaigns.ts';
import { coordination } from '../../config/coordination.ts';
import { lanes } from '../../config/lanes.ts';
import { policies } from '../../config/policies.ts';
import { replies } from '../../config/replies.ts';
import { SqsChoreLane } from '../../shared/back-office/adapters/sqs-chore-lane.ts';
import { createCampaignDesk } from '../../shared/campaigns/campaign-desk.ts';
import { createChannelChooser } from '../../shared/client/choose-channels.ts';
import { createSwitchboardClient } from '../../shared/client/switchboard-client.ts';
import { createConversationWriter } from '../../shared/conversations/conversation-writer.ts';
import { createEscalate } from '../../shared/coordination/escalate.ts';
import { SqsLaneQueue } from '../../shared/lanes/adapters/sqs-lane-queue.ts';
import { SqsLaneSender } from '../../shared/lanes/adapters/sqs-lane-sender.ts';
import { createPipeline } from '../../shared/pipeline/lead-on.ts';
import { SqsRecordLane } from '../../shared/records/adapters/sqs-record-lane.ts';
import { sqsClient } from '../../shared/runtime/aws-clients.ts';
import { createCoordinatorHandler } from '../../shared/runtime/create-coordinator-handler.ts';
import { parseEnv } from '../../shared/runtime/env.ts';
import { openAgentStates } from '../../shared/runtime/open-agent-states.ts';
import { analyserVariables, openAnalyser } from '../../shared/runtime/open-analyser.ts';
import { openCampaigns } from '../../shared/runtime/open-campaigns.ts';
import { openControls } from '../../shared/runtime/open-controls.ts';
import { openConversations } from '../../shared/runtime/open-conversations.ts';
import { openCoordination } from '../../shared/runtime/open-coordination.ts';
import { openCustomers } from '../../shared/runtime/open-customers.ts';
import { openJournal } from '../../shared/runtime/open-journal.ts';
import { openKeys } from '../../shared/runtime/open-keys.ts';
import { largeBodyVariables, openLargeBodies } from '../../shared/runtime/open-large-bodies.ts';
import { openSagaStarter } from '../../shared/runtime/open-saga-starter.ts';
import { openTemplates } from '../../shared/runtime/open-templates.ts';
import { openTimers } from '../../shared/runtime/open-timers.ts';
import { systemPorts } from '../../shared/runtime/system-ports.ts';

const env = parseEnv(
  'JOURNAL_TABLE',
  'JOURNAL_RETENTION_DAYS',
  'QUEUE_URLS',
  'LANE_URLS',
  'RECORD_LANE_URL',
  'BACK_OFFICE_LANE_URL',
  'CUSTOMERS_TABLE',
  'KEYS_TABLE',
  'BRANCH_KEY_ID',
  'STATE_TABLE',
  'ALLOW_PLAIN_CONTEXT',
  'LAMBDA_TASK_ROOT',
  'SAGA_MACHINE_PREFIX',
  ...largeBodyVariables,
  ...analyserVariables,
);
const sqs = sqsClient();
const journal = openJournal(env);
const largeBodies = openLargeBodies(env, sqs);
const keys = openKeys(env);
const { cipher, conversations } = openConversations(env, keys);
const { customers, signer } = openCustomers(env, keys);
const frontDoor = {
  ...systemPorts,
  journal,
  cipher,
  signer,
  conversations: createConversationWriter({ ...systemPorts, conversations, journal }),
  allowPlainContext: env.ALLOW_PLAIN_CONTEXT,
  agents,
  laneTable: lanes,
  customers,
};
const coordinator = openCoordination(env, { ...frontDoor, policies, coordination });
const client = createSwitchboardClient({
  ...frontDoor,
  lanes: new SqsLaneSender({ ...systemPorts, client: sqs, laneUrls: env.LANE_URLS, largeBodies }),
  recordLane: new SqsRecordLane({ ...systemPorts, client: sqs, url: env.RECORD_LANE_URL }),
  chooseChannels: createChannelChooser(coordinator),
  choreLane: new SqsChoreLane({ ...systemPorts, client: sqs, url: env.BACK_OFFICE_LANE_URL }),
  campaigns: createCampaignDesk({
    ...systemPorts,
    agents,
    prices: contactPricesUsd,
    journal,
    controls: openControls(env, []).store,
    store: openCampaigns(env),
    templates: openTemplates(env),
  }),
  timers: openTimers(env),
});

const escalate = createEscalate({ ...coordinator, client });
const leadOn = createPipeline({
  ...frontDoor,
  client,
  escalate,
  table: replies,
  analyse: openAnalyser(env),
  openTask: coordinator.openTask,
  startSaga: openSagaStarter(env),
});

/** Takes messages of the bus in: commands go to the lanes of their agents, the rest is noted. */
export const handler = createCoordinatorHandler({
  ...frontDoor,
  dimensions: { stage: env.STAGE, agentType: 'coordinator' },
  groupMs: 1500,
  agentStates: openAgentStates(env),
  queue: new SqsLaneQueue({ ...systemPorts, client: sqs, queueUrls: env.QUEUE_URLS }),
  client,
  escalate,
  leadOn,
});
