/** The handler of a new agent type: the runtime of every agent, wired to the HTTP channel. */
export const handlerText = (agentType: string): string => `import { agents } from '../../config/agents.ts';
import { policies } from '../../config/policies.ts';
import { HttpChannel } from '../../shared/channels/adapters/http-channel.ts';
import { renderMessage } from '../../shared/channels/render-message.ts';
import { createAgentHandler } from '../../shared/runtime/create-agent-handler.ts';
import { parseEnv } from '../../shared/runtime/env.ts';
import { agentVariables, openAgent } from '../../shared/runtime/open-agent.ts';

const env = parseEnv(...agentVariables, 'CHANNEL_URL');
const { channel, provider, providerTimeoutMs } = agents.${agentType};
const { ports, templates } = openAgent('${agentType}', { ...agents.${agentType}, policies, agents }, env);

/** Posts the messages of its lanes to the service of \`config/agents.ts\`. */
export const handler = createAgentHandler({
  ...ports,
  render: renderMessage({ agents, templates, addresses: [channel, 'phone'] }),
  channel: new HttpChannel({ ...provider, url: env.CHANNEL_URL, timeoutMs: providerTimeoutMs }),
});
`;
