import { randomUUID } from 'node:crypto';
import { agents } from '../../config/agents.ts';
import { lanes } from '../../config/lanes.ts';
import { stages } from '../../config/stages.ts';
import { SqsChoreLane } from '../../shared/back-office/adapters/sqs-chore-lane.ts';
import { createSwitchboardClient, type SwitchboardClient } from '../../shared/client/switchboard-client.ts';
import { createConversationWriter } from '../../shared/conversations/conversation-writer.ts';
import { S3LargeBodies } from '../../shared/lanes/adapters/s3-large-bodies.ts';
import { SqsLaneSender } from '../../shared/lanes/adapters/sqs-lane-sender.ts';
import { priorities } from '../../shared/messages/priority.ts';
import { SqsRecordLane } from '../../shared/records/adapters/sqs-record-lane.ts';
import { systemPorts } from '../../shared/runtime/system-ports.ts';
import type { Delivery } from '../delivery/delivery.ts';
import { putOnBus } from '../delivery/put-on-bus.ts';
import { submitDirectly } from '../delivery/submit-directly.ts';
import { formatDeliveries } from '../format/format-deliveries.ts';
import { freshDocument } from '../input/fresh-document.ts';
import { readDocuments } from '../input/read-documents.ts';
import { openCampaignDesk } from '../open-campaigns.ts';
import { openTimers } from '../open-timers.ts';
import type { Outcome } from '../outcome.ts';
import type { StageAccess } from '../stage-access.ts';

export type SendAsked = {
  /** A path, or `-` for standard input. */
  readonly file: string;
  /** Whether to go round the bus, by the client library. */
  readonly direct: boolean;
  /** Whether each document gets a new id and the present time. */
  readonly fresh: boolean;
  readonly readStdin: () => Promise<Buffer>;
  /** The checkout, whose templates count where none were pushed. */
  readonly root: string;
};

/** `command send`: puts the documents of a file on the bus, or straight into their lanes. */
export const sendCommands = async (access: StageAccess, asked: SendAsked): Promise<Outcome> => {
  const documents = await readDocuments(asked.file, asked.readStdin);
  const stamped = asked.fresh
    ? documents.map((document) => freshDocument(document, randomUUID(), new Date()))
    : documents;
  return sendOutcome(await send(access, stamped, asked), {
    direct: asked.direct,
    stage: access.target.name,
  });
};

/** How a `command send` ends: rejected documents weigh more than failed ones. */
export const sendOutcome = (
  deliveries: readonly Delivery[],
  way: { readonly direct: boolean; readonly stage: string },
): Outcome => {
  const some = (wanted: Delivery['status']) => deliveries.some(({ status }) => status === wanted);
  const exit = some('REJECTED')
    ? 'REJECTED'
    : some('FAILED') || some('PARKED') || some('NOT_SENT')
      ? 'FAILED'
      : 'OK';
  return {
    exit,
    json: { via: way.direct ? 'direct' : 'bus', results: deliveries },
    lines: formatDeliveries(deliveries, way),
  };
};

const send = async (
  access: StageAccess,
  documents: readonly unknown[],
  { direct, root }: SendAsked,
): Promise<readonly Delivery[]> => {
  if (direct) return submitDirectly(documents, await openClient(access, root), systemPorts.newId);
  const [busName = ''] = await access.parameters([access.names.busName]);
  return putOnBus(documents, busName, { ...systemPorts, client: access.bus });
};

const openClient = async (access: StageAccess, root: string): Promise<SwitchboardClient> => {
  const laneUrls = Object.fromEntries(
    await Promise.all(
      Object.keys(agents).map(async (agentType) => [agentType, await laneUrlsOf(access, agentType)] as const),
    ),
  );
  const journal = await access.journal();
  const conversations = await access.conversations();
  const { recordLaneUrl: recordLane, largeBodiesBucketName, intakeQueueUrl } = access.names;
  const [recordLaneUrl = '', bucketName = '', choreLaneUrl = ''] = await access.parameters([
    recordLane,
    largeBodiesBucketName,
    intakeQueueUrl('back-office'),
  ]);
  const largeBodies = new S3LargeBodies({ client: access.sqs, bucketName, endpoint: access.endpoint });
  return createSwitchboardClient({
    ...systemPorts,
    agents,
    laneTable: lanes,
    journal,
    cipher: await access.cipher(),
    signer: await access.signer(),
    conversations: createConversationWriter({ ...systemPorts, conversations, journal }),
    allowPlainContext: stages[access.target.name].allowPlainContext,
    lanes: new SqsLaneSender({ ...systemPorts, client: access.sqs, laneUrls, largeBodies }),
    recordLane: new SqsRecordLane({ ...systemPorts, client: access.sqs, url: recordLaneUrl }),
    choreLane: new SqsChoreLane({ ...systemPorts, client: access.sqs, url: choreLaneUrl }),
    customers: await access.customers(),
    timers: await openTimers(access),
    campaigns: await openCampaignDesk(access, root),
  });
};

const laneUrlsOf = async (access: StageAccess, agentType: string): Promise<Record<string, string>> => {
  const urls = await access.parameters(priorities.map((tier) => access.names.lane(agentType, tier, 'url')));
  return Object.fromEntries(priorities.map((tier, at) => [tier, urls[at] ?? '']));
};
