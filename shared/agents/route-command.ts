import type { ContactCommand } from '../messages/command.ts';
import { broken, type Parsed } from '../messages/parse-message.ts';
import type { AgentRegistry, AgentType } from './agent-registry.ts';

/** How a command came to its identity: the pool chose, its target named it, or that one is out of service and the pool chose. */
export type RouteChoice = 'POOL' | 'PINNED' | 'PIN_OUT_OF_SERVICE';

/** Where a command goes: the agent type and the identity that speaks to the customer. */
export type Route = { readonly agentType: string; readonly identity: string; readonly choice: RouteChoice };

/**
 * Chooses the agent of a command: its target names an identity, or a pool. Within a pool a customer always meets the same
 * identity, so that one conversation has one sender, unless that one is out of service.
 */
export const routeCommand = ({ target, command }: ContactCommand, agents: AgentRegistry): Parsed<Route> => {
  const found = Object.entries(agents).find(
    ([, agent]) => agent.pool === target || Object.hasOwn(agent.identities, target),
  );
  if (found === undefined) return broken('target', 'names no agent of this deployment (config/agents.ts)');
  const [agentType, agent] = found;
  if (!agent.commands.includes(command.type)) {
    return broken(
      'command.type',
      `is not served by the target: ${agent.pool} serves ${agent.commands.join(', ')}`,
    );
  }
  const pinned = agent.pool === target ? undefined : target;
  if (pinned !== undefined && isInService(agent, pinned)) {
    return { ok: true, value: { agentType, identity: pinned, choice: 'PINNED' } };
  }
  const identity = identityFor(agent, command.customerId);
  if (identity === undefined) return broken('target', 'names a pool without an identity in service');
  return { ok: true, value: { agentType, identity, choice: pinned ? 'PIN_OUT_OF_SERVICE' : 'POOL' } };
};

const isInService = ({ identities }: AgentType, identity: string): boolean =>
  identities[identity]?.outOfService !== true;

/**
 * The identity by which a pool speaks to a customer, always the same. Only the customers of one that is out of service meet
 * another one: the choice is made among all of them first.
 */
export const identityFor = (agent: AgentType, customerId: string): string | undefined => {
  const all = Object.keys(agent.identities);
  const first = all[stableIndex(customerId, all.length)];
  if (first !== undefined && isInService(agent, first)) return first;
  const inService = all.filter((identity) => isInService(agent, identity));
  return inService[stableIndex(customerId, inService.length)];
};

/** FNV-1a, 32 bit: spreads ids evenly and is the same on every machine. */
const stableIndex = (id: string, count: number): number => {
  let hash = 0x811c9dc5;
  for (let at = 0; at < id.length; at += 1) hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193);
  return (hash >>> 0) % Math.max(1, count);
};
