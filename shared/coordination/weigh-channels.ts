import type { AgentRegistry, AgentType } from '../agents/agent-registry.ts';
import { addressOf, type Customer } from '../customers/customer.ts';
import type { Recipient } from '../customers/recipient.ts';
import { partsOfProvider } from '../fallback/parts-of-provider.ts';
import type { LaneMessage } from '../lanes/lane-message.ts';
import type { Judgement } from '../policy/contact-gate.ts';
import type { ContactPolicy } from '../policy/contact-policy.ts';
import type { Template } from '../templates/template-store.ts';
import {
  type Assignment,
  assignWork,
  type ChannelView,
  type PoolView,
  type WorkRequest,
} from './assign-work.ts';

/** What a channel costs, as `config/coordination.ts` says. */
export type ChannelCosts = {
  /** US dollars of one message, by agent type. */
  readonly costPerMessageUsd: Readonly<Record<string, number>>;
  /** The same of agent types that are not listed. */
  readonly costElsewhereUsd: number;
};

export type WeighDeps = {
  readonly agents: AgentRegistry;
  readonly costs: ChannelCosts;
  /** The contact gate of a channel, which asks and takes nothing. */
  readonly policyOf: (channel: string) => ContactPolicy;
};

/** One message that looks for its channel. */
export type Work = {
  /** The message as it would lie in an agent type's lane; `undefined` where that has no lane or identity for it. */
  readonly laneFor: (agentType: string) => LaneMessage | undefined;
  readonly recipient: Recipient;
  readonly preferredChannel: Customer['preferredChannel'];
  readonly template: Template;
  readonly request: Pick<WorkRequest, 'priority' | 'only' | 'prefer' | 'avoid'>;
};

/** Looks at every agent type for one message, and assigns it. Throws where the contact gate cannot tell. */
export const weighChannels = async (
  work: Work,
  pools: ReadonlyMap<string, PoolView>,
  deps: WeighDeps,
): Promise<Assignment> => {
  const { preferredChannel, template, request } = work;
  const views = await Promise.all(
    Object.entries(deps.agents).map(([agentType, agent]) => view(agentType, agent, work, pools, deps)),
  );
  return assignWork({ ...request, preferredChannel, templateOrder: template.fallback ?? [] }, views);
};

const view = async (
  agentType: string,
  agent: AgentType,
  { laneFor, recipient, template }: Work,
  pools: ReadonlyMap<string, PoolView>,
  { costs, policyOf }: WeighDeps,
): Promise<ChannelView> => {
  const { channel } = agent;
  const lane = laneFor(agentType);
  const isReachable = addressOf(recipient, channel) !== undefined;
  const isCapable = lane !== undefined && hasTexts(template, agent);
  // The gate is asked only about what could be sent: each question may cost it a read.
  const judgement = isCapable && isReachable ? await policyOf(channel)({ lane, recipient }) : undefined;
  return {
    agentType,
    channel,
    isCapable,
    isReachable,
    policy: policyIn(judgement),
    pool: pools.get(agentType) ?? { health: 'NO_IDENTITY' },
    costUsd: costs.costPerMessageUsd[agentType] ?? costs.costElsewhereUsd,
  };
};

/** The parts of the template's own locale: a variant that lacks one takes it from there. */
const hasTexts = ({ texts }: Template, { provider }: AgentType): boolean =>
  partsOfProvider[provider.kind].every((part) => texts[part] !== undefined);

/** Verdicts of contacts that may still go out; of any other one never. */
const waiting: readonly string[] = ['HOLD', 'DEFER'];

const policyIn = (judgement: Judgement | undefined): ChannelView['policy'] => {
  if (judgement === undefined || judgement.verdict.kind === 'ALLOW') return { when: 'NOW', reasons: [] };
  const { kind, reasons } = judgement.verdict;
  return { when: waiting.includes(kind) ? 'LATER' : 'NEVER', reasons };
};
