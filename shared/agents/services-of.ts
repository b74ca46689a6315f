import type { ServiceName } from '../resilience/breaker-record.ts';
import type { AgentRegistry } from './agent-registry.ts';

/** Every service that has a breaker, by the agent type that contacts customers with it. */
export const servicesOf = (agents: AgentRegistry): readonly ServiceName[] =>
  Object.entries(agents).map(([agentType, { provider }]) => ({ agentType, service: provider.kind }));
