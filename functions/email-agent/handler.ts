import { agents } from '../../config/agents.ts';
import { policies } from '../../config/policies.ts';
import { SesEmailChannel } from '../../shared/channels/adapters/ses-email-channel.ts';
import { createEmailLinks } from '../../shared/channels/email-links.ts';
import { renderEmail } from '../../shared/channels/render-email.ts';
import { sesClient } from '../../shared/runtime/aws-clients.ts';
import { createAgentHandler } from '../../shared/runtime/create-agent-handler.ts';
import { parseEnv } from '../../shared/runtime/env.ts';
import { agentVariables, openAgent } from '../../shared/runtime/open-agent.ts';

const env = parseEnv(...agentVariables, 'CONFIGURATION_SET', 'UNSUBSCRIBE_URL', 'INBOUND_MAIL_DOMAIN');
const { ports, standbyBy, templates, signer } = openAgent(
  'email',
  { ...agents.email, policies, agents },
  env,
);
const linksOf = createEmailLinks({
  signer,
  unsubscribeBaseUrl: env.UNSUBSCRIBE_URL,
  inboundDomain: env.INBOUND_MAIL_DOMAIN,
});

const channelOf = (at: { readonly region?: string | undefined } = {}) =>
  new SesEmailChannel({
    client: sesClient(at),
    configurationSet: env.CONFIGURATION_SET,
    timeoutMs: agents.email.providerTimeoutMs,
  });

/** Sends the e-mails of its lanes by SES. */
export const handler = createAgentHandler({
  ...ports,
  render: renderEmail({ agents, templates, linksOf }),
  channel: channelOf(),
  standby: standbyBy(channelOf),
});
