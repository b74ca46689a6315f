import type { AgentRegistry } from '../agents/agent-registry.ts';
import type { SwitchboardClient } from '../client/switchboard-client.ts';
import type { Escalate } from '../coordination/escalate.ts';
import { eventAggregate, eventIdOf, fact } from '../journal/command-facts.ts';
import type { FactOf } from '../journal/fact.ts';
import type { PipelineSubject } from '../journal/facts/pipeline-facts.ts';
import { matterIn } from '../journal/matter-in.ts';
import type { SagaStarter } from '../sagas/saga-starter.ts';
import type { Task, TaskOpener } from '../tasks/task.ts';
import { FollowUpFailedError } from './errors.ts';
import type { FollowUp } from './reply-table.ts';

export type FollowUpDeps = {
  readonly agents: AgentRegistry;
  readonly client: Pick<SwitchboardClient, 'submit'>;
  readonly openTask: TaskOpener;
  readonly startSaga: SagaStarter;
  readonly escalate: Escalate;
  /** Milliseconds since 1970. */
  readonly now: () => number;
};

/** A decision and what it was made from, as they are in the journal, and the encrypted words that it is about. */
export type Decided = {
  readonly decided: FactOf<'escalation-decided'>;
  readonly analysed: FactOf<'intent-analysed'>;
  /** ISO 8601. */
  readonly receivedAt: string;
  /** A compact JWE under the customer's key. */
  readonly response?: string | undefined;
};

const HOUR_MS = 3_600_000;

/**
 * Gives what was decided to the next agent, a person or a saga, under an id that follows from the decision: repeating it is the
 * same. Answers with the fact of it. A command that the front door refuses becomes a task. Throws where it is not known to be there.
 */
export const assignFollowUp = async (
  of: Decided,
  deps: FollowUpDeps,
): Promise<readonly FactOf<'follow-up-assigned'>[]> => {
  const { leadsTo } = of.decided.body;
  switch (leadsTo.action) {
    case 'NONE':
      return [];
    case 'TASK': {
      await deps.openTask(taskOf(of, leadsTo));
      return [assigned(of, deps, { action: 'TASK', assignedTo: 'human', followUpId: idOf(of, 'task') })];
    }
    case 'COMMAND':
      return command(of, leadsTo, deps);
    case 'ESCALATE':
      return [await escalate(of, leadsTo, deps)];
    case 'SAGA': {
      const sagaId = `${leadsTo.saga}-${of.decided.body.answerId}`;
      await deps.startSaga({ saga: leadsTo.saga, sagaId, input: sagaInput(of, leadsTo.input) });
      return [assigned(of, deps, { action: 'SAGA', assignedTo: leadsTo.saga, followUpId: sagaId })];
    }
  }
};

const idOf = ({ decided: { aggregate } }: Decided, what: string): string =>
  eventIdOf({ aggregate, key: `follow-up#${what}` });

const subjectOf = ({ decided: { body } }: Decided): PipelineSubject => ({
  customerId: body.customerId,
  campaignId: body.campaignId,
  conversationId: body.conversationId,
  workflowId: body.workflowId,
  hops: body.hops,
  channel: body.channel,
  answerId: body.answerId,
  commandId: body.commandId,
});

const assigned = (
  of: Decided,
  { now }: Pick<FollowUpDeps, 'now'>,
  what: Pick<FactOf<'follow-up-assigned'>['body'], 'action' | 'assignedTo' | 'followUpId' | 'instead'>,
): FactOf<'follow-up-assigned'> => {
  const subject = subjectOf(of);
  return fact('follow-up-assigned', eventAggregate(subject.answerId), now(), { ...subject, ...what });
};

const taskOf = (
  of: Decided,
  {
    kind,
    reason,
    priority,
    expiresInHours,
  }: Pick<Task, 'kind' | 'reason' | 'priority'> & { readonly expiresInHours: number },
): Task => {
  const { at, body } = of.decided;
  return {
    taskId: idOf(of, 'task'),
    kind,
    reason,
    priority,
    ...matterIn(body),
    escalationLevel: body.level,
    openedAt: at,
    expiresAt: at + expiresInHours * HOUR_MS,
  };
};

const refusedTask = {
  kind: 'ESCALATION',
  reason: 'FOLLOW_UP_REFUSED',
  priority: 'HIGH',
  expiresInHours: 24,
} as const;

const command = async (
  of: Decided,
  leadsTo: Extract<FollowUp, { action: 'COMMAND' }>,
  deps: FollowUpDeps,
): Promise<readonly FactOf<'follow-up-assigned'>[]> => {
  const commandId = idOf(of, 'command');
  const pool = Object.values(deps.agents).find(({ commands }) => commands.includes(leadsTo.type))?.pool ?? '';
  const message = commandOf(of, leadsTo, { commandId, pool });
  const [result] = await deps.client.submit([{ intakeId: commandId, message }]);
  if (result === undefined || result.status === 'FAILED')
    throw new FollowUpFailedError('the command is in no lane');
  if (result.status !== 'REJECTED')
    return [assigned(of, deps, { action: 'COMMAND', assignedTo: pool, followUpId: commandId })];
  await deps.openTask(taskOf(of, refusedTask));
  const instead = 'COMMAND_REJECTED';
  return [assigned(of, deps, { action: 'TASK', assignedTo: 'human', followUpId: idOf(of, 'task'), instead })];
};

/** The same document however often it is made: another one under its id would be refused. It is no part of a campaign's count. */
const commandOf = (
  { decided: { at, body } }: Decided,
  { type, templateId, priority, afterMinutes }: Extract<FollowUp, { action: 'COMMAND' }>,
  { commandId, pool }: { readonly commandId: string; readonly pool: string },
): object => ({
  messageId: commandId,
  messageType: 'COMMAND',
  timestamp: new Date(at).toISOString(),
  source: 'agent-coordinator',
  target: pool,
  command: {
    type,
    customerId: body.customerId,
    templateId,
    ...(priority === undefined ? {} : { priority }),
    ...(afterMinutes === undefined
      ? {}
      : { scheduledFor: new Date(at + afterMinutes * 60_000).toISOString() }),
    context: { escalationLevel: body.level },
  },
  correlation: {
    conversationId: body.conversationId,
    workflowId: body.workflowId,
    hops: (body.hops ?? 0) + 1,
  },
});

const escalate = async (
  of: Decided,
  { reason, templateId }: Extract<FollowUp, { action: 'ESCALATE' }>,
  deps: FollowUpDeps,
): Promise<FactOf<'follow-up-assigned'>> => {
  const { body } = of.decided;
  const escalationId = idOf(of, 'escalation');
  const { level } = body;
  const gone = await deps.escalate({ escalationId, level, reason, templateId, ...matterIn(body) });
  return gone.outcome === 'TASK'
    ? assigned(of, deps, { action: 'TASK', assignedTo: 'human', followUpId: gone.taskId })
    : assigned(of, deps, { action: 'COMMAND', assignedTo: gone.agentType, followUpId: gone.commandId });
};

/**
 * The ids of the answer, its words encrypted, what they mean, and what the table says: always the same, since an id begins one
 * saga only.
 */
const sagaInput = (
  { decided: { body }, analysed, receivedAt, response }: Decided,
  own: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> => {
  const { customerId, conversationId, workflowId, hops = 0, channel } = body;
  const { intent, confidence, decidedBy, sentiment, onDay } = analysed.body;
  return {
    ...{ customerId, conversationId, workflowId, hops: hops + 1, channel, receivedAt },
    ...(response === undefined ? {} : { answer: response }),
    analysis: {
      ...{ intent, confidence, decidedBy },
      ...(sentiment === undefined ? {} : { sentiment }),
      ...(onDay === undefined ? {} : { onDay }),
    },
    ...own,
  };
};
