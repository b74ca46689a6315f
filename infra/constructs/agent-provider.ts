import type { Construct } from 'constructs';
import type { AgentType } from '../../shared/agents/agent-registry.ts';
import type { Deployment } from '../deployment.ts';
import { EndUserMessagingProvider } from './end-user-messaging-provider.ts';
import { httpProvider } from './http-provider.ts';
import { SesProvider } from './ses-provider.ts';
import type { SwitchboardFunction } from './switchboard-function.ts';

export type AgentProviderProps = {
  readonly deployment: Deployment;
  /** The registry's key, such as `email`. */
  readonly agentType: string;
  readonly agent: AgentType;
};

/** The service by which an agent type contacts customers, as its stack sets it up. */
export type AgentProvider = {
  /** Lets a function contact customers as the registry's senders, and as nobody else. */
  grantSend(target: SwitchboardFunction): void;
};

/** Sets up the provider that an agent's registry entry names. */
export const createAgentProvider = (scope: Construct, props: AgentProviderProps): AgentProvider => {
  const { deployment, agentType, agent } = props;
  const { standby } = agent;
  const senders = Object.values(agent.identities).map(({ sender }) => sender);
  const standbyRegion = standby?.region;
  const standbySenders = standby?.sender === undefined ? [] : [standby.sender];
  switch (agent.provider.kind) {
    case 'ses':
      return new SesProvider(scope, 'Ses', { deployment, agentType, senders, standbyRegion });
    case 'http':
      return httpProvider({ deployment, agentType, url: agent.provider.url });
    case 'sms':
    case 'voice': {
      const { kind } = agent.provider;
      return new EndUserMessagingProvider(scope, 'EndUserMessaging', {
        deployment,
        kind,
        senders: [...senders, ...standbySenders],
      });
    }
  }
};
