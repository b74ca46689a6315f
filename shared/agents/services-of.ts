import type { ServiceName } from '../resilience/breaker-record.ts';
import { type AgentRegistry, standbyName } from './agent-registry.ts';

/** Every service that has a breaker, by the agent type that contacts customers with it: of each the first, then its standby. */
export const servicesOf = (agents: AgentRegistry): readonly ServiceName[] =>
  Object.entries(agents).flatMap(([agentType, { provider, standby }]) => [
    { agentType, service: provider.kind },
    ...(standby ? [{ agentType, service: standbyName(provider, standby) }] : []),
  ]);
