import { ofCustomer } from '../balancing/by-customer.ts';
import type { ContactCommand } from '../messages/command.ts';
import { broken, type Parsed } from '../messages/parse-message.ts';
import { type AgentRegistry, type AgentType, weightOf } from './agent-registry.ts';

/** How a command came to its identity: the pool chose, its target named it, or that one is out of service and the pool chose. */
export const routeChoices = ['POOL', 'PINNED', 'PIN_OUT_OF_SERVICE', 'PIN_UNKNOWN'] as const;

export type RouteChoice = (typeof routeChoices)[number];

/** Where a command goes: the agent type and the identity that speaks to the customer. */
export type Route = { readonly agentType: string; readonly identity: string; readonly choice: RouteChoice };

/**
 * Chooses the agent of a command: its target names an identity, or a pool. What is said here of a pool's identity is a proposal,
 * always the same for a customer: the agent shares out as its pool is balanced, when it sends. A target that is named as an
 * identity of a pool and is none, such as one that is gone, is left to the pool.
 */
export const routeCommand = ({ target, command }: ContactCommand, agents: AgentRegistry): Parsed<Route> => {
  const found = Object.entries(agents).find(([, agent]) => isOf(agent, target));
  if (found === undefined) return broken('target', 'names no agent of this deployment (config/agents.ts)');
  const [agentType, agent] = found;
  if (!agent.commands.includes(command.type)) {
    return broken(
      'command.type',
      `is not served by the target: ${agent.pool} serves ${agent.commands.join(', ')}`,
    );
  }
  const choice = choiceOf(agent, target);
  if (choice === 'PINNED') return { ok: true, value: { agentType, identity: target, choice } };
  const identity = identityFor(agent, command.customerId);
  if (identity === undefined) return broken('target', 'names a pool without an identity in service');
  return { ok: true, value: { agentType, identity, choice } };
};

const isOf = ({ pool, identities }: AgentType, target: string): boolean =>
  target === pool || Object.hasOwn(identities, target) || isNamedAs(pool, target);

/** The identity that is proposed for a customer, always the same while those in service are; `undefined` where none is. */
export const identityFor = (agent: AgentType, customerId: string): string | undefined => {
  const inService = inServiceOf(agent);
  return inService.length === 0 ? undefined : ofCustomer(inService, customerId).identity;
};

/** Identities are named `<pool>-001` and so on (`infra/check-agents.ts`). */
const isNamedAs = (pool: string, target: string): boolean =>
  target.startsWith(`${pool}-`) && /^\d{3}$/.test(target.slice(pool.length + 1));

const choiceOf = (agent: AgentType, target: string): RouteChoice => {
  if (target === agent.pool) return 'POOL';
  if (!Object.hasOwn(agent.identities, target)) return 'PIN_UNKNOWN';
  return agent.identities[target]?.weight === 0 ? 'PIN_OUT_OF_SERVICE' : 'PINNED';
};

const inServiceOf = ({ identities }: AgentType) =>
  Object.entries(identities).flatMap(([identity, own]) => {
    const weight = weightOf(own);
    return weight > 0 ? [{ identity, weight }] : [];
  });
