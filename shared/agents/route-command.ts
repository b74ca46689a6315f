import type { Command } from '../messages/command.ts';
import { broken, type Parsed } from '../messages/parse-message.ts';
import type { AgentRegistry } from './agent-registry.ts';

/** Where a command goes: the agent type and the identity that speaks to the customer. */
export type Route = { readonly agentType: string; readonly identity: string };

/**
 * Chooses the agent of a command: its target names an identity, or a pool. Within a pool a customer always meets the same
 * identity, so that one conversation has one sender.
 */
export const routeCommand = (command: Command, agents: AgentRegistry): Parsed<Route> => {
  const { target } = command;
  const found = Object.entries(agents).find(
    ([, agent]) => agent.pool === target || Object.hasOwn(agent.identities, target),
  );
  if (found === undefined) return broken('target', 'names no agent of this deployment (config/agents.ts)');
  const [agentType, agent] = found;
  if (!agent.commands.includes(command.command.type)) {
    return broken(
      'command.type',
      `is not served by the target: ${agent.pool} serves ${agent.commands.join(', ')}`,
    );
  }
  const identities = Object.keys(agent.identities);
  const chosen =
    agent.pool === target ? identities[stableIndex(command.command.customerId, identities.length)] : target;
  return chosen === undefined
    ? broken('target', 'names a pool without identities')
    : { ok: true, value: { agentType, identity: chosen } };
};

/** FNV-1a, 32 bit: spreads ids evenly and is the same on every machine. */
const stableIndex = (id: string, count: number): number => {
  let hash = 0x811c9dc5;
  for (let at = 0; at < id.length; at += 1) hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193);
  return (hash >>> 0) % Math.max(1, count);
};
