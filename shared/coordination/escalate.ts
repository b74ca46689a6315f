import { COORDINATOR_POOL } from '../client/admit-command.ts';
import type { SwitchboardClient } from '../client/switchboard-client.ts';
import { type WeighCommandDeps, weighCommand } from '../client/weigh-command.ts';
import type { CustomerStore } from '../customers/customer-store.ts';
import { eventIdOf, fact } from '../journal/command-facts.ts';
import type { FactOf } from '../journal/fact.ts';
import type { Journal } from '../journal/journal.ts';
import { matterIn } from '../journal/matter-in.ts';
import type { MatterSubject } from '../journal/subjects.ts';
import type { ContactCommand } from '../messages/command.ts';
import { MOST_HOPS } from '../messages/hops.ts';
import type { Task, TaskOpener } from '../tasks/task.ts';
import {
  type ChannelStep,
  type EscalationLadder,
  isTaskStep,
  stepsFrom,
  type TaskStep,
} from './escalation-ladder.ts';
import type { PoolWatch } from './watch-pools.ts';

/** A matter that must go on: ids and codes only. */
export type Escalation = MatterSubject & {
  /** Made from what asks for it, so that asking twice is one escalation. */
  readonly escalationId: string;
  /** From 0 to 9. */
  readonly level: number;
  /** A code, such as `REPLY_IS_ABUSE`. */
  readonly reason: string;
  /** What the customer is sent; a step may have its own. */
  readonly templateId?: string | undefined;
  /** Agent types that did not settle it. */
  readonly avoid?: readonly string[] | undefined;
};

/** Where a matter went. */
export type Escalated =
  | { readonly outcome: 'COMMAND'; readonly commandId: string; readonly agentType: string }
  | { readonly outcome: 'TASK'; readonly taskId: string };

/**
 * Takes a matter to the next channel that can and may reach the customer, or to a person; where it goes is decided once, and
 * asking again brings it there again. Throws a retryable error where it could not.
 */
export type Escalate = (escalation: Escalation) => Promise<Escalated>;

export type EscalateDeps = WeighCommandDeps & {
  readonly journal: Pick<Journal, 'get' | 'insert'>;
  readonly customers: Pick<CustomerStore, 'get'>;
  readonly pools: PoolWatch;
  readonly client: Pick<SwitchboardClient, 'submit'>;
  readonly openTask: TaskOpener;
  readonly ladder: EscalationLadder;
  /** Milliseconds since 1970. */
  readonly now: () => number;
};

/** What was to follow a decision did not; trying again is safe. */
export class EscalationUnfinishedError extends Error {
  override readonly name = 'EscalationUnfinishedError';
  readonly retryable = true;
}

/** The aggregate of an escalation. */
export const escalationAggregate = (escalationId: string): string => `escalation#${escalationId}`;

/** Makes the escalation of a process. */
export const createEscalate =
  (deps: EscalateDeps): Escalate =>
  async (escalation) => {
    const key = { aggregate: escalationAggregate(escalation.escalationId), key: 'escalated' };
    const [known] = await deps.journal.get([key]);
    const decided = known?.type === 'escalated' ? known : await decideOnce(escalation, deps);
    return decided.body.outcome === 'COMMAND'
      ? sendCommand(decided, escalation, deps)
      : openTask(decided, escalation, deps);
  };

/** Of two that decide at once the first stands. */
const decideOnce = async (escalation: Escalation, deps: EscalateDeps): Promise<FactOf<'escalated'>> => {
  const own = await decide(escalation, deps);
  const [outcome] = await deps.journal.insert([own]);
  const [first] = outcome === 'exists' ? await deps.journal.get([own]) : [own];
  return first?.type === 'escalated' ? first : own;
};

const decide = async (escalation: Escalation, deps: EscalateDeps): Promise<FactOf<'escalated'>> => {
  const { escalationId, level, reason, hops = 0 } = escalation;
  const at = deps.now();
  const ladder = stepsFrom(deps.ladder, level);
  const candidates: FactOf<'escalated'>['body']['candidates'][number][] = [];
  const steps: string[] = [];
  const aggregate = escalationAggregate(escalationId);
  const { customerId, campaignId, conversationId, workflowId } = escalation;
  const common = {
    level,
    reason,
    steps,
    candidates,
    customerId,
    campaignId,
    conversationId,
    workflowId,
    hops,
  };
  for (const [name, step] of ladder) {
    steps.push(name);
    const { priority } = step;
    if (isTaskStep(step)) {
      const taskId = eventIdOf({ aggregate, key: 'task' });
      const taskExpiresAt = at + step.withinMinutes * 60_000;
      const task = { outcome: 'TASK' as const, taskId, taskKind: step.task, taskExpiresAt };
      return fact('escalated', aggregate, at, { ...common, priority, ...task });
    }
    const assigned = await tryStep(step, escalation, deps);
    candidates.push(...(assigned?.candidates ?? []));
    if (assigned?.chosen !== undefined) {
      const commandId = eventIdOf({ aggregate, key: 'command' });
      const { chosen, templateId } = assigned;
      return fact('escalated', aggregate, at, {
        ...common,
        priority,
        outcome: 'COMMAND',
        chosen,
        commandId,
        templateId,
      });
    }
  }
  throw new TypeError('escalation: a ladder that ends without a person');
};

/** What a step's channels can do; `undefined` where nothing can be sent at all: a matter without a customer, text or end. */
const tryStep = async (step: ChannelStep, escalation: Escalation, deps: EscalateDeps) => {
  const { customerId, hops = 0, avoid = [] } = escalation;
  const templateId = escalation.templateId ?? step.templateId;
  if (customerId === undefined || templateId === undefined || hops + 2 > MOST_HOPS) return undefined;
  const [pools, customers] = await Promise.all([deps.pools(), deps.customers.get([customerId])]);
  const at = deps.now();
  const asked = commandOf({ escalation, customerId, templateId, commandId: '', priority: step.priority, at });
  const request = { priority: step.priority, only: step.channels, prefer: step.channels, avoid };
  const seen = { customer: customers.get(customerId), pools, at };
  const assigned = await weighCommand(asked, request, seen, deps);
  return assigned.ok ? { ...assigned.value, templateId } : undefined;
};

type CommandParts = {
  readonly escalation: Escalation;
  readonly customerId: string;
  readonly templateId: string;
  readonly commandId: string;
  readonly priority: TaskStep['priority'];
  readonly at: number;
};

/** Always the same for the same decision. */
const commandOf = ({ escalation, commandId, at, ...own }: CommandParts): ContactCommand => {
  const { level, campaignId, conversationId, workflowId, hops = 0 } = escalation;
  return {
    messageId: commandId,
    messageType: 'COMMAND',
    timestamp: new Date(at).toISOString(),
    source: COORDINATOR_POOL,
    target: COORDINATOR_POOL,
    command: {
      type: 'SEND_MESSAGE',
      ...own,
      ...(campaignId ? { campaignId } : {}),
      context: { escalationLevel: level },
    },
    correlation: {
      ...(conversationId ? { conversationId } : {}),
      ...(workflowId ? { workflowId } : {}),
      hops: hops + 1,
    },
  };
};

/** A command that the front door does not take must not be the end of the matter: then a person is asked. */
const sendCommand = async (
  decided: FactOf<'escalated'>,
  escalation: Escalation,
  deps: EscalateDeps,
): Promise<Escalated> => {
  const { chosen = '', commandId = '', templateId = '', customerId = '', priority } = decided.body;
  const agent = Object.hasOwn(deps.agents, chosen) ? deps.agents[chosen] : undefined;
  const [type] = agent?.commands ?? [];
  if (agent === undefined || type === undefined) return openTask(decided, escalation, deps);
  const asked = commandOf({ escalation, customerId, templateId, commandId, priority, at: decided.at });
  const message = { ...asked, target: agent.pool, command: { ...asked.command, type } };
  const [result] = await deps.client.submit([{ intakeId: commandId, message }]);
  if (result === undefined || result.status === 'FAILED') {
    throw new EscalationUnfinishedError(`escalation: the command is not in its lane (${result?.cause})`);
  }
  if (result.status !== 'ACCEPTED') return openTask(decided, escalation, deps);
  return { outcome: 'COMMAND', commandId, agentType: chosen };
};

const openTask = async (
  { aggregate, at, body }: FactOf<'escalated'>,
  escalation: Escalation,
  { openTask: open, ladder }: EscalateDeps,
): Promise<Escalated> => {
  const last = stepsFrom(ladder, escalation.level).at(-1)?.[1];
  if (last === undefined || !isTaskStep(last))
    throw new TypeError('escalation: a ladder that ends without a person');
  const { level, reason, priority } = body;
  const task: Task = {
    taskId: body.taskId ?? eventIdOf({ aggregate, key: 'task' }),
    kind: last.task,
    reason,
    priority,
    ...matterIn(body),
    escalationLevel: level,
    openedAt: at,
    expiresAt: body.taskExpiresAt ?? at + last.withinMinutes * 60_000,
  };
  await open(task);
  return { outcome: 'TASK', taskId: task.taskId };
};
