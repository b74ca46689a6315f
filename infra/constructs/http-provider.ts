import type { Deployment } from '../deployment.ts';
import type { SwitchboardFunction } from './switchboard-function.ts';

export type HttpProviderProps = {
  readonly deployment: Deployment;
  /** The registry's key, such as `whatsapp`. */
  readonly agentType: string;
  /** Where the service takes messages. */
  readonly url: string;
};

/** A service that takes messages by POST: nothing is created, and functions need no permission; on the local stage it is the sandbox. */
export const httpProvider = ({ deployment, agentType, url }: HttpProviderProps) => ({
  /** Tells a function where to post. */
  grantSend: (target: SwitchboardFunction): void =>
    target.setVariable(
      'CHANNEL_URL',
      deployment.stage.localProviders ? `${deployment.sandboxEndpoint}/http/${agentType}/messages` : url,
    ),
});
