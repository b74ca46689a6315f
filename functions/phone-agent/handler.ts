import { agents } from '../../config/agents.ts';
import { policies } from '../../config/policies.ts';
import { EndUserMessagingVoiceChannel } from '../../shared/channels/adapters/end-user-messaging-voice-channel.ts';
import { renderVoice } from '../../shared/channels/render-voice.ts';
import { endUserMessagingClient } from '../../shared/runtime/aws-clients.ts';
import { createAgentHandler } from '../../shared/runtime/create-agent-handler.ts';
import { parseEnv } from '../../shared/runtime/env.ts';
import { agentVariables, openAgent } from '../../shared/runtime/open-agent.ts';

const env = parseEnv(...agentVariables, 'CONFIGURATION_SET');
const { ports, standbyBy, templates } = openAgent('phone', { ...agents.phone, policies, agents }, env);

const channelOf = (as: { readonly sender?: string | undefined } = {}) =>
  new EndUserMessagingVoiceChannel({
    client: endUserMessagingClient(),
    configurationSet: env.CONFIGURATION_SET,
    stage: env.STAGE,
    timeoutMs: agents.phone.providerTimeoutMs,
    sender: as.sender,
  });

/** Places the calls of its lanes by End User Messaging. */
export const handler = createAgentHandler({
  ...ports,
  render: renderVoice({ agents, templates }),
  channel: channelOf(),
  standby: standbyBy(channelOf),
});
