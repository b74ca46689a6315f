import { agents } from '../../config/agents.ts';
import { EndUserMessagingSmsChannel } from '../../shared/channels/adapters/end-user-messaging-sms-channel.ts';
import { renderSms } from '../../shared/channels/render-sms.ts';
import { SqsLaneQueue } from '../../shared/lanes/adapters/sqs-lane-queue.ts';
import { denySuppressed } from '../../shared/policy/contact-policy.ts';
import { endUserMessagingClient, sqsClient } from '../../shared/runtime/aws-clients.ts';
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
);
const { providerTimeoutMs } = agents.sms;
const { customers, cipher } = openRecipients(env);

/** Sends the text messages of its lanes by End User Messaging. */
export const handler = createAgentHandler({
  ...systemPorts,
  dimensions: { stage: env.STAGE, agentType: 'sms' },
  groupMs: providerTimeoutMs + 1500,
  queue: new SqsLaneQueue({ client: sqsClient(), queueUrls: env.QUEUE_URLS }),
  journal: openJournal(env),
  customers,
  cipher,
  authoriser: authoriseAll,
  contactPolicy: denySuppressed('sms'),
  render: renderSms({
    agents,
    templates: openTemplates(env),
  }),
  channel: new EndUserMessagingSmsChannel({
    client: endUserMessagingClient(),
    configurationSet: env.CONFIGURATION_SET,
    stage: env.STAGE,
    timeoutMs: providerTimeoutMs,
  }),
});
