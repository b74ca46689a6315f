import { escalationAggregate } from '../../shared/coordination/escalate.ts';
import { commandAggregate, fact } from '../../shared/journal/command-facts.ts';
import type { Fact } from '../../shared/journal/fact.ts';
import { specifiedDocuments } from '../../shared/messages/catalog/specified-documents.ts';
import type { Task } from '../../shared/tasks/task.ts';
import {
  claimedFact,
  closedFact,
  expiredFact,
  openedFact,
  type TaskState,
} from '../../shared/tasks/task-state.ts';

const { COMMAND, EVENT } = specifiedDocuments;
const at = Date.parse(EVENT.timestamp);

const subject = {
  agentType: 'coordinator',
  identity: 'agent-coordinator',
  commandType: 'SEND_MESSAGE',
  customerId: COMMAND.command.customerId,
  campaignId: COMMAND.command.campaignId,
  ...COMMAND.correlation,
};

const task: Task = {
  taskId: 'task-1',
  kind: 'ESCALATION',
  reason: 'REPLY_IS_ABUSE',
  priority: 'MEDIUM',
  customerId: COMMAND.command.customerId,
  campaignId: COMMAND.command.campaignId,
  ...COMMAND.correlation,
  escalationLevel: 4,
  openedAt: at,
  expiresAt: at + 4 * 3_600_000,
};
const open: TaskState = { task, status: 'OPEN', term: 1 };

/** At least one fact for each EVENT about tasks and about what the coordinator decides. */
export const coordinationFacts: readonly Fact[] = [
  fact('work-assigned', commandAggregate(COMMAND.messageId), at, {
    ...subject,
    outcome: 'CHOSEN',
    chosen: 'sms',
    reasons: [],
    candidates: [
      { agentType: 'email', obstacles: ['BREAKER_OPEN'], costUsd: 0.0001 },
      { agentType: 'sms', costUsd: 0.008 },
      { agentType: 'phone', lostBy: 'COST', costUsd: 0.013 },
    ],
  }),
  fact('escalated', escalationAggregate('escalation-1'), at, {
    level: 8,
    reason: 'REPLY_IS_ABUSE',
    priority: 'CRITICAL',
    steps: ['person-now'],
    outcome: 'TASK',
    taskId: task.taskId,
    taskKind: 'ESCALATION',
    taskExpiresAt: task.expiresAt,
    candidates: [],
    customerId: task.customerId,
    campaignId: task.campaignId,
    ...COMMAND.correlation,
  }),
  openedFact(task),
  claimedFact(open, 'ada', at),
  expiredFact(open, task.expiresAt),
  closedFact({ ...open, claimedBy: 'ada' }, { by: 'ada', result: 'CUSTOMER_CALLED_BACK' }, at),
];
