import { agents } from '../../config/agents.ts';
import { lanes as laneTable } from '../../config/lanes.ts';
import { InMemoryAgentStateStore } from '../../shared/agents/adapters/in-memory-agent-state-store.ts';
import type { ClientDeps } from '../../shared/client/switchboard-client.ts';
import { InMemoryConversationStore } from '../../shared/conversations/adapters/in-memory-conversation-store.ts';
import { createConversationWriter } from '../../shared/conversations/conversation-writer.ts';
import type { NoteDeps } from '../../shared/coordination/note-message.ts';
import type { ReportDeps } from '../../shared/coordination/take-reports.ts';
import { InMemoryCustomerStore } from '../../shared/customers/adapters/in-memory-customer-store.ts';
import type { Journal } from '../../shared/journal/journal.ts';
import { InMemoryTimers } from '../../shared/timers/adapters/in-memory-timers.ts';
import { fakeCipher } from './fake-cipher.ts';
import { noCampaigns } from './no-campaigns.ts';
import { testSigner } from './test-signer.ts';

/** What a front door is made of beside its lanes, on ports in memory; it takes personal data in the clear. */
export const frontDoorPorts = (
  journal: Journal,
  now: () => number,
): Omit<ClientDeps, 'lanes'> & Pick<ReportDeps, 'agentStates'> & Pick<NoteDeps, 'escalate'> => ({
  journal,
  agents,
  laneTable,
  allowPlainContext: true,
  cipher: fakeCipher(),
  signer: testSigner(),
  conversations: createConversationWriter({ conversations: new InMemoryConversationStore(), journal, now }),
  campaigns: noCampaigns,
  customers: new InMemoryCustomerStore(),
  recordLane: { send: async (messages) => messages.map(() => ({ sent: true })) },
  choreLane: { send: async (chores) => chores.map(() => ({ sent: true })) },
  agentStates: new InMemoryAgentStateStore(),
  timers: new InMemoryTimers(),
  escalate: async ({ escalationId }) => ({ outcome: 'TASK', taskId: escalationId }),
  now,
});
