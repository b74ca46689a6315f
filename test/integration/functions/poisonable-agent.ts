import { agents } from '../../../config/agents.ts';
import { policies } from '../../../config/policies.ts';
import { SesEmailChannel } from '../../../shared/channels/adapters/ses-email-channel.ts';
import { renderEmail } from '../../../shared/channels/render-email.ts';
import { InMemoryCustomerStore } from '../../../shared/customers/adapters/in-memory-customer-store.ts';
import { SqsLaneQueue } from '../../../shared/lanes/adapters/sqs-lane-queue.ts';
import { InMemoryCapLedger } from '../../../shared/policy/adapters/in-memory-cap-ledger.ts';
import { createContactPolicy } from '../../../shared/policy/contact-policy.ts';
import { sesClient, sqsClient } from '../../../shared/runtime/aws-clients.ts';
import { createAgentHandler } from '../../../shared/runtime/create-agent-handler.ts';
import { parseEnv } from '../../../shared/runtime/env.ts';
import { openJournal } from '../../../shared/runtime/open-journal.ts';
import { systemPorts } from '../../../shared/runtime/system-ports.ts';
import { authoriseAll } from '../../../shared/security/authoriser.ts';
import { InMemoryTimers } from '../../../shared/timers/adapters/in-memory-timers.ts';
import { aBalancer } from '../../support/a-balancer.ts';
import { aBreaker } from '../../support/a-breaker.ts';
import { aTemplate } from '../../support/a-template.ts';
import { fakeCipher } from '../../support/fake-cipher.ts';
import { someTurns } from '../../support/some-turns.ts';
import { testLinks } from '../../support/test-links.ts';

const env = parseEnv(
  'JOURNAL_TABLE',
  'JOURNAL_RETENTION_DAYS',
  'STATE_TABLE',
  'QUEUE_URLS',
  'CONFIGURATION_SET',
);
const templates = { get: async () => aTemplate() };
const render = renderEmail({ agents, templates, linksOf: testLinks });

/** The e-mail agent, but for one customer whose message ends the process before anything is claimed. */
export const handler = createAgentHandler({
  ...systemPorts,
  dimensions: { agentType: 'poisonable' },
  groupMs: 2000,
  queue: new SqsLaneQueue({ ...systemPorts, client: sqsClient(), queueUrls: env.QUEUE_URLS }),
  journal: openJournal(env),
  authoriser: authoriseAll,
  largeBodies: { get: async () => undefined },
  caps: new InMemoryCapLedger(),
  timers: new InMemoryTimers(),
  contactPolicy: createContactPolicy({
    ...systemPorts,
    channel: 'email',
    policies,
    templates,
    controls: { get: async () => ({ version: 0, value: undefined }) },
  }),
  customers: new InMemoryCustomerStore(),
  cipher: fakeCipher(),
  render: async (contact) =>
    contact.lane.message.command.customerId === 'cust-poison' ? process.exit(1) : render(contact),
  breaker: aBreaker(),
  balancer: aBalancer({ now: systemPorts.now }),
  turns: someTurns({ now: systemPorts.now }),
  providerTimeoutMs: 1500,
  channel: new SesEmailChannel({
    client: sesClient(),
    configurationSet: env.CONFIGURATION_SET,
    timeoutMs: 1500,
  }),
});
