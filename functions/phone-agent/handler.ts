import { agents } from '../../config/agents.ts';
import { EndUserMessagingVoiceChannel } from '../../shared/channels/adapters/end-user-messaging-voice-channel.ts';
import { renderVoice } from '../../shared/channels/render-voice.ts';
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
const { providerTimeoutMs } = agents.phone;
const { customers, cipher } = openRecipients(env);

/** Places the calls of its lanes by End User Messaging. */
export const handler = createAgentHandler({
  ...systemPorts,
  dimensions: { stage: env.STAGE, agentType: 'phone' },
  groupMs: providerTimeoutMs + 1500,
  queue: new SqsLaneQueue({ client: sqsClient(), queueUrls: env.QUEUE_URLS }),
  journal: openJournal(env),
  customers,
  cipher,
  authoriser: authoriseAll,
  contactPolicy: denySuppressed('phone'),
  render: renderVoice({
    agents,
    templates: openTemplates(env),
  }),
  channel: new EndUserMessagingVoiceChannel({
    client: endUserMessagingClient(),
    configurationSet: env.CONFIGURATION_SET,
    stage: env.STAGE,
    timeoutMs: providerTimeoutMs,
  }),
});
