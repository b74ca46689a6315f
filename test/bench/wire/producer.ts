import { agents } from '../../../config/agents.ts';
import { lanes } from '../../../config/lanes.ts';
import {
  createSwitchboardClient,
  type SwitchboardClient,
} from '../../../shared/client/switchboard-client.ts';
import { createConversationWriter } from '../../../shared/conversations/conversation-writer.ts';
import { SqsLaneSender } from '../../../shared/lanes/adapters/sqs-lane-sender.ts';
import { pagesOf } from '../../../shared/messages/pages-of.ts';
import { SqsRecordLane } from '../../../shared/records/adapters/sqs-record-lane.ts';
import { sqsClient } from '../../../shared/runtime/aws-clients.ts';
import { parseEnv } from '../../../shared/runtime/env.ts';
import { openConversations } from '../../../shared/runtime/open-conversations.ts';
import { openCustomers } from '../../../shared/runtime/open-customers.ts';
import { openJournal } from '../../../shared/runtime/open-journal.ts';
import { openKeys } from '../../../shared/runtime/open-keys.ts';
import { openTimers } from '../../../shared/runtime/open-timers.ts';
import { systemPorts } from '../../../shared/runtime/system-ports.ts';
import { aCustomer } from '../../support/a-recipient.ts';
import { noCampaigns } from '../../support/no-campaigns.ts';

const names = [
  'STAGE',
  'JOURNAL_TABLE',
  'JOURNAL_RETENTION_DAYS',
  'LANE_URLS',
  'RECORD_LANE_URL',
  'CUSTOMERS_TABLE',
  'KEYS_TABLE',
  'BRANCH_KEY_ID',
  'STATE_TABLE',
] as const;

/** The client library in a trusted producer's own process, as the environment says. */
export const openProducer = (): SwitchboardClient => {
  const env = parseEnv(...names);
  const journal = openJournal(env);
  const keys = openKeys(env);
  const { cipher, conversations } = openConversations(env, keys);
  const { customers, signer } = openCustomers(env, keys);
  return createSwitchboardClient({
    campaigns: noCampaigns,
    ...systemPorts,
    agents,
    laneTable: lanes,
    journal,
    cipher,
    signer,
    conversations: createConversationWriter({ ...systemPorts, conversations, journal }),
    allowPlainContext: true,
    lanes: new SqsLaneSender({ ...systemPorts, client: sqsClient(), laneUrls: env.LANE_URLS }),
    choreLane: { send: async (chores) => chores.map(() => ({ sent: true })) }, // none is sent
    recordLane: new SqsRecordLane({ ...systemPorts, client: sqsClient(), url: env.RECORD_LANE_URL }),
    customers,
    timers: openTimers(env),
  });
};

/** Stores customers and makes their keys, as an import did. */
export const storeCustomers = async (customerIds: readonly string[]): Promise<void> => {
  const { customers } = openCustomers(parseEnv(...names));
  for (const page of pagesOf(customerIds, 100))
    await Promise.all(page.map((customerId) => customers.put(aCustomer({ customerId }))));
};
