/** The handler of a new agent type: the runtime of every agent, wired to the HTTP channel. */
export const handlerText = (agentType: string): string => `import { agents } from '../../config/agents.ts';
import { HttpChannel } from '../../shared/channels/adapters/http-channel.ts';
import { renderMessage } from '../../shared/channels/render-message.ts';
import { SqsLaneQueue } from '../../shared/lanes/adapters/sqs-lane-queue.ts';
import { denySuppressed } from '../../shared/policy/contact-policy.ts';
import { sqsClient } from '../../shared/runtime/aws-clients.ts';
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
  'CHANNEL_URL',
  'LAMBDA_TASK_ROOT',
  'CUSTOMERS_TABLE',
  'KEYS_TABLE',
  'BRANCH_KEY_ID',
  'STATE_TABLE',
);
const { channel, providerTimeoutMs } = agents.${agentType};
const { customers, cipher } = openRecipients(env);

/** Posts the messages of its lanes to the service of \`config/agents.ts\`. */
export const handler = createAgentHandler({
  ...systemPorts,
  dimensions: { stage: env.STAGE, agentType: '${agentType}' },
  groupMs: providerTimeoutMs + 1500,
  queue: new SqsLaneQueue({ client: sqsClient(), queueUrls: env.QUEUE_URLS }),
  journal: openJournal(env),
  customers,
  cipher,
  authoriser: authoriseAll,
  contactPolicy: denySuppressed(channel),
  render: renderMessage({
    agents,
    templates: openTemplates(env),
    addresses: [channel, 'phone'],
  }),
  channel: new HttpChannel({ url: env.CHANNEL_URL, timeoutMs: providerTimeoutMs }),
});
`;
