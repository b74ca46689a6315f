import type { LaneMessage } from '../lanes/lane-message.ts';
import { broken, type Parsed } from '../messages/parse-message.ts';
import type { AgentRegistry } from './agent-registry.ts';

/** The sender of a command's identity, in the form that its channel's provider takes. */
export const senderOf = (
  { agentType, identity }: Pick<LaneMessage, 'agentType' | 'identity'>,
  agents: AgentRegistry,
): Parsed<string> => {
  const identities = Object.hasOwn(agents, agentType) ? agents[agentType]?.identities : undefined;
  const sender = identities && Object.hasOwn(identities, identity) ? identities[identity]?.sender : undefined;
  return sender === undefined
    ? broken('target', 'names no identity of its agent (config/agents.ts)')
    : { ok: true, value: sender };
};
