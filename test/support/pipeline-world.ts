import { agents } from '../../config/agents.ts';
import { replies } from '../../config/replies.ts';
import type { SubmitResult } from '../../shared/client/submit-result.ts';
import { InMemoryConversationStore } from '../../shared/conversations/adapters/in-memory-conversation-store.ts';
import { createConversationWriter } from '../../shared/conversations/conversation-writer.ts';
import type { Escalation } from '../../shared/coordination/escalate.ts';
import { noteMessage } from '../../shared/coordination/note-message.ts';
import { InMemoryCustomerStore } from '../../shared/customers/adapters/in-memory-customer-store.ts';
import type { IntentAnalyser } from '../../shared/intent/intent.ts';
import { createRuleAnalyser } from '../../shared/intent/rule-analyser.ts';
import { InMemoryJournal } from '../../shared/journal/adapters/in-memory-journal.ts';
import type { Fact } from '../../shared/journal/fact.ts';
import { specifiedDocuments } from '../../shared/messages/catalog/specified-documents.ts';
import { createPipeline } from '../../shared/pipeline/lead-on.ts';
import type { ReplyTable } from '../../shared/pipeline/reply-table.ts';
import type { SagaStart } from '../../shared/sagas/saga-starter.ts';
import type { Task } from '../../shared/tasks/task.ts';
import { aCustomer } from './a-recipient.ts';
import { CrashPlan } from './crash-plan.ts';
import { fakeCipher } from './fake-cipher.ts';

export const customerId = 'cust-456';
const NOW = Date.parse('2026-11-26T12:00:00Z');

type Outside = {
  /** How the front door answers. @default it accepts */
  readonly result?: (commandId: string) => SubmitResult;
  readonly analyse?: IntentAnalyser;
  readonly table?: ReplyTable;
  /** Where the customer lives. @default London */
  readonly zone?: string;
};

/** The pipeline behind the coordinator's door, on ports in memory, and all that comes out of it. */
export const aPipelineWorld = async (outside: Outside = {}) => {
  const journal = new InMemoryJournal();
  const conversationStore = new InMemoryConversationStore();
  const customers = new InMemoryCustomerStore();
  const { zone } = outside;
  await customers.put(aCustomer({ customerId, ...(zone === undefined ? {} : { zone }) }));
  const opened = new Map<string, Task>();
  const submitted = new Map<string, object>();
  const begun = new Map<string, SagaStart>();
  const escalated = new Map<string, Escalation>();
  const accept = (commandId: string): SubmitResult => ({
    status: 'ACCEPTED',
    commandId,
    agentType: 'sms',
    tier: 'MEDIUM',
    identity: 'sms-agent-001',
  });
  const ports = {
    openTask: async (task: Task) =>
      once(opened, task.taskId, task) ? ('opened' as const) : ('exists' as const),
    startSaga: async (start: SagaStart) =>
      once(begun, start.sagaId, start) ? ('started' as const) : ('exists' as const),
    escalate: async (matter: Escalation) => {
      once(escalated, matter.escalationId, matter);
      return { outcome: 'TASK' as const, taskId: `task-${matter.escalationId}` };
    },
    submit: async (intakes: readonly { intakeId: string; message: unknown }[]) =>
      intakes.map(({ intakeId, message }) => {
        once(submitted, intakeId, Object(message));
        return (outside.result ?? accept)(intakeId);
      }),
  };
  /** One handling; `plan` may kill it at any call of a port. */
  const note = async (message: object, plan = new CrashPlan(), clock = NOW): Promise<readonly Fact[]> => {
    const wrapped = plan.wrap(ports);
    const now = () => clock;
    const stores = {
      journal: plan.wrap(journal),
      cipher: fakeCipher(),
      customers: plan.wrap(customers),
      now,
    };
    const conversations = createConversationWriter({
      ...stores,
      conversations: plan.wrap(conversationStore),
    });
    const leadOn = createPipeline({
      ...stores,
      conversations,
      agents,
      table: outside.table ?? replies,
      analyse: outside.analyse ?? createRuleAnalyser(),
      openTask: wrapped.openTask,
      startSaga: wrapped.startSaga,
      escalate: wrapped.escalate,
      client: { submit: wrapped.submit },
    });
    const intake = { intakeId: 'bus-1', messageType: 'EVENT' as const, message };
    const facts = await noteMessage(intake, {
      ...stores,
      conversations,
      leadOn,
      escalate: async ({ escalationId }) => ({ outcome: 'TASK', taskId: escalationId }),
      allowPlainContext: false,
    });
    await stores.journal.insert([...facts]);
    return facts;
  };
  return {
    note,
    journal,
    opened,
    submitted,
    begun,
    escalated,
    known: async () => conversationStore.get(customerId),
    suppressions: async () => (await customers.get([customerId])).get(customerId)?.suppressions,
    facts: (type: Fact['type']) => journal.all().filter((each) => each.type === type),
  };
};

/** What comes twice under an id must be the same. */
const once = <T>(kept: Map<string, T>, id: string, what: T): boolean => {
  const before = kept.get(id);
  if (before !== undefined && JSON.stringify(before) !== JSON.stringify(what))
    throw new Error(`${id} came again as another`);
  kept.set(id, what);
  return before === undefined;
};

const { EVENT } = specifiedDocuments;

/** The EVENT of an answer, encrypted as ours are. */
export const anAnswer = async (
  said: string | { readonly transcript: string },
  change: object = {},
  channel = 'sms',
): Promise<object> => ({
  ...EVENT,
  event: {
    type: 'CUSTOMER_RESPONDED',
    customerId,
    campaignId: 'camp-123',
    status: 'RESPONDED',
    metadata: {
      deliveryTime: null,
      messageId: null,
      channel,
      recipientResponse: await fakeCipher().encrypt(
        customerId,
        typeof said === 'string' ? { text: said } : said,
      ),
    },
  },
  correlation: {
    conversationId: 'conv-abc',
    workflowId: 'workflow-def',
    originalCommandId: 'cmd-xyz',
    hops: 3,
  },
  ...change,
});

/** The EVENT of a call that failed. */
export const aFailedCall = (cause: string, event: object = {}): object => ({
  ...EVENT,
  event: {
    type: 'CALL_FAILED',
    customerId,
    status: 'FAILED',
    metadata: { deliveryTime: null, messageId: 'call-1', recipientResponse: null, cause },
    ...event,
  },
  correlation: {
    conversationId: 'conv-abc',
    workflowId: 'workflow-def',
    originalCommandId: 'cmd-xyz',
    hops: 3,
  },
});
