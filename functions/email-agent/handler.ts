import { agents } from '../../config/agents.ts';
import { SesEmailChannel } from '../../shared/channels/adapters/ses-email-channel.ts';
import { createEmailLinks } from '../../shared/channels/email-links.ts';
import { renderEmail } from '../../shared/channels/render-email.ts';
import { SqsLaneQueue } from '../../shared/lanes/adapters/sqs-lane-queue.ts';
import { denySuppressed } from '../../shared/policy/contact-policy.ts';
import { sesClient, sqsClient } from '../../shared/runtime/aws-clients.ts';
import { createAgentHandler } from '../../shared/runtime/create-agent-handler.ts';
import { parseEnv } from '../../shared/runtime/env.ts';
import { openJournal } from '../../shared/runtime/open-journal.ts';
import { openRecipients } from '../../shared/runtime/open-recipients.ts';
import { openTemplates } from '../../shared/runtime/open-templates.ts';
import { systemPorts } from '../../shared/runtime/system-ports.ts';
import { authoriseAll } from '../../shared/security/authoriser.ts';

const env = parseEnv(
  'STAGE',
  'JOURNAL_TABLE',
  'JOURNAL_RETENTION_DAYS',
  'QUEUE_URLS',
  'CONFIGURATION_SET',
  'LAMBDA_TASK_ROOT',
  'CUSTOMERS_TABLE',
  'KEYS_TABLE',
  'BRANCH_KEY_ID',
  'STATE_TABLE',
  'UNSUBSCRIBE_URL',
  'INBOUND_MAIL_DOMAIN',
);
const { providerTimeoutMs } = agents.email;
const { customers, cipher, signer } = openRecipients(env);

/** Sends the e-mails of its lanes by SES. */
export const handler = createAgentHandler({
  ...systemPorts,
  dimensions: { stage: env.STAGE, agentType: 'email' },
  groupMs: providerTimeoutMs + 1500,
  queue: new SqsLaneQueue({ client: sqsClient(), queueUrls: env.QUEUE_URLS }),
  journal: openJournal(env),
  customers,
  cipher,
  authoriser: authoriseAll,
  contactPolicy: denySuppressed('email'),
  render: renderEmail({
    agents,
    templates: openTemplates(env),
    linksOf: createEmailLinks({
      signer,
      unsubscribeBaseUrl: env.UNSUBSCRIBE_URL,
      inboundDomain: env.INBOUND_MAIL_DOMAIN,
    }),
  }),
  channel: new SesEmailChannel({
    client: sesClient(),
    configurationSet: env.CONFIGURATION_SET,
    timeoutMs: providerTimeoutMs,
  }),
});
