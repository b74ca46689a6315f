import { agents } from '../../config/agents.ts';
import { type Priority, priorities } from '../../shared/messages/priority.ts';
import { limitedTemplateIds } from './policies.ts';
import type { SeededRandom } from './seeded-random.ts';
import type { Submitted } from './submitted.ts';
import type { VirtualClock } from './virtual-clock.ts';

/** The source whose commands the simulated authoriser denies. */
export const STRANGER = 'stranger';

/** Ways in which a command can be contacted, and how often each is taken. */
const contacts = [
  ...Array(6).fill({ type: 'SEND_EMAIL', agent: agents.email }),
  ...Array(3).fill({ type: 'SEND_SMS', agent: agents.sms }),
  { type: 'PLACE_CALL', agent: agents.phone },
] as readonly { readonly type: string; readonly agent: (typeof agents)[keyof typeof agents] }[];

/** Messages for each customer, on the average: enough for an opt-out to have something to stop. */
const MESSAGES_OF_A_CUSTOMER = 10;

export const customerIdsOf = (messages: number): readonly string[] =>
  Array.from({ length: Math.ceil(messages / MESSAGES_OF_A_CUSTOMER) }, (_, index) => `cust-${index + 1}`);

/** How many contacts are limited, and how many customers share these: enough of one customer's for caps to be contended for. */
const LIMITED_RATE = 0.12;
const LIMITED_CUSTOMERS = 0.1;

type Origin = { readonly random: SeededRandom; readonly clock: VirtualClock };

/** Makes one message as producers send them: mostly commands, some that break rules. */
export const makeMessage = ({ random, clock }: Origin, customerIds: readonly string[]): Submitted => {
  const made = {
    messageId: random.uuid(),
    customerId: random.chance(0.005) ? 'cust-nobody' : random.pick(customerIds),
    timestamp: new Date(clock.now - random.between(3000, 90_000)).toISOString(),
  };
  const kind = random.next();
  if (kind < 0.05) return { ...made, kind: 'history', document: historyOf(made) };
  if (kind < 0.1) return { ...made, kind: 'context', document: contextUpdateOf(made, random) };
  if (kind < 0.13) return { ...made, kind: 'record', document: recordOf(made, random) };
  if (kind < 0.145)
    return { ...made, kind: 'broken', document: { ...contactOf(made, random, clock), target: 'nobody' } };
  if (kind < 0.145 + LIMITED_RATE) {
    const customerId = customerIds[random.below(Math.ceil(customerIds.length * LIMITED_CUSTOMERS))] ?? '';
    const limited = { ...made, customerId };
    const templateId = random.pick(limitedTemplateIds);
    return { ...limited, kind: 'contact', document: contactOf(limited, random, clock, templateId) };
  }
  return { ...made, kind: 'contact', document: contactOf(made, random, clock) };
};

type Made = Pick<Submitted, 'messageId' | 'customerId'> & { readonly timestamp: string };

const envelope = ({ messageId, timestamp }: Made, source = 'campaign-service') => ({
  messageId,
  messageType: 'COMMAND',
  timestamp,
  source,
});

const contactOf = (made: Made, random: SeededRandom, clock: VirtualClock, limitedBy = 'templ-789') => {
  const { type, agent } = random.pick(contacts);
  const identities = Object.keys(agent.identities);
  const hops = random.chance(0.003) ? { correlation: { hops: 17 } } : {};
  const scheduledFor = random.chance(0.05)
    ? { scheduledFor: new Date(clock.now + random.between(-5000, 600_000)).toISOString() }
    : {};
  const templateId = random.chance(0.005) ? 'templ-none' : limitedBy;
  const context = random.chance(0.1) ? { context: { customerData: { name: 'Ada Lovelace' } } } : {};
  return {
    ...envelope(made, random.chance(0.01) ? STRANGER : undefined),
    target: random.chance(0.3) ? random.pick(identities) : agent.pool,
    command: {
      type,
      campaignId: `camp-${random.below(5)}`,
      customerId: made.customerId,
      templateId,
      priority: priorityOf(random),
      ...scheduledFor,
      ...context,
    },
    ...hops,
  };
};

const priorityOf = (random: SeededRandom): Priority => random.pick(priorities);

const historyOf = (made: Made) => ({
  ...envelope(made),
  target: 'agent-coordinator',
  command: {
    type: 'UPDATE_CONVERSATION_HISTORY',
    customerId: made.customerId,
    context: { conversationHistory: [{ at: made.timestamp, said: made.messageId }] },
  },
});

/** Payments, consents and refusals; a payment's id comes again now and then. */
const recordOf = (made: Made, random: SeededRandom) => {
  const consent = { channel: random.pick(['email', 'sms']), source: 'web-form' };
  const payload = random.pick([
    {
      type: 'RECORD_PAYMENT',
      payment: { paymentId: `pay-${random.below(2000)}`, amount: '12.50', currency: 'EUR' },
    },
    { type: 'RECORD_CONSENT', consent: { ...consent, purpose: 'service', wording: 'I agree' } },
    { type: 'REVOKE_CONSENT', consent },
  ]);
  const correlation = random.chance(0.5)
    ? { correlation: { conversationId: `conv-${made.customerId}` } }
    : {};
  return {
    ...envelope(made),
    target: 'agent-coordinator',
    command: { ...payload, customerId: made.customerId },
    ...correlation,
  };
};

const contextUpdateOf = (made: Made, random: SeededRandom) => ({
  ...envelope(made, 'email-agent-001'),
  messageType: 'CONTEXT_UPDATE',
  contextUpdate: { customerId: made.customerId, updates: { sentiment: `mood-${random.below(1000)}` } },
});
