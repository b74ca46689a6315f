import type { Deployment } from '../deployment.ts';
import type { AgentProvider } from './agent-provider.ts';

export type HttpProviderProps = {
  readonly deployment: Deployment;
  /** The registry's key, such as `whatsapp`. */
  readonly agentType: string;
  /** Where the service takes messages. */
  readonly url: string;
};

/** A service that takes messages by POST: functions need its URL and no permission; on the local stage it is the sandbox. */
export const httpProvider = ({ deployment, agentType, url }: HttpProviderProps): AgentProvider => ({
  grantSend: (target) =>
    target.setVariable(
      'CHANNEL_URL',
      deployment.stage.localProviders ? `${deployment.sandboxEndpoint}/http/${agentType}/messages` : url,
    ),
});
