import { agents } from '../../config/agents.ts';
import { policies } from '../../config/policies.ts';
import { EndUserMessagingSmsChannel } from '../../shared/channels/adapters/end-user-messaging-sms-channel.ts';
import { renderSms } from '../../shared/channels/render-sms.ts';
import { endUserMessagingClient } from '../../shared/runtime/aws-clients.ts';
import { createAgentHandler } from '../../shared/runtime/create-agent-handler.ts';
import { parseEnv } from '../../shared/runtime/env.ts';
import { agentVariables, openAgent } from '../../shared/runtime/open-agent.ts';

const env = parseEnv(...agentVariables, 'CONFIGURATION_SET');
const { ports, standbyBy, templates } = openAgent('sms', { ...agents.sms, policies, agents }, env);

const channelOf = (as: { readonly sender?: string | undefined } = {}) =>
  new EndUserMessagingSmsChannel({
    client: endUserMessagingClient(),
    configurationSet: env.CONFIGURATION_SET,
    stage: env.STAGE,
    timeoutMs: agents.sms.providerTimeoutMs,
    sender: as.sender,
  });

/** Sends the text messages of its lanes by End User Messaging. */
export const handler = createAgentHandler({
  ...ports,
  render: renderSms({ agents, templates }),
  channel: channelOf(),
  standby: standbyBy(channelOf),
});
