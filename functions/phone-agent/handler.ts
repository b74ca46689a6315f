import path from 'node:path';
import { agents } from '../../config/agents.ts';
import { EndUserMessagingVoiceChannel } from '../../shared/channels/adapters/end-user-messaging-voice-channel.ts';
import { renderVoice } from '../../shared/channels/render-voice.ts';
import { SqsLaneQueue } from '../../shared/lanes/adapters/sqs-lane-queue.ts';
import { denySuppressed } from '../../shared/policy/contact-policy.ts';
import { endUserMessagingClient, sqsClient } from '../../shared/runtime/aws-clients.ts';
import { createAgentHandler } from '../../shared/runtime/create-agent-handler.ts';
import { parseEnv } from '../../shared/runtime/env.ts';
import { openCustomers } from '../../shared/runtime/open-customers.ts';
import { openJournal } from '../../shared/runtime/open-journal.ts';
import { systemPorts } from '../../shared/runtime/system-ports.ts';
import { authoriseAll } from '../../shared/security/authoriser.ts';
import { FileTemplateStore } from '../../shared/templates/adapters/file-template-store.ts';

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
);
const { providerTimeoutMs } = agents.phone;
const { customers, cipher } = openCustomers(env);

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
    templates: new FileTemplateStore(path.join(env.LAMBDA_TASK_ROOT, 'templates')),
  }),
  channel: new EndUserMessagingVoiceChannel({
    client: endUserMessagingClient(),
    configurationSet: env.CONFIGURATION_SET,
    stage: env.STAGE,
    timeoutMs: providerTimeoutMs,
  }),
});
