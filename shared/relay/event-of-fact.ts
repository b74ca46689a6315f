import { batchIdOf, commandIdOf, eventIdOf } from '../journal/command-facts.ts';
import type { CommandSubject, Fact } from '../journal/fact.ts';
import type { Event, EventStatus } from '../messages/event.ts';
import { isKnownLoop } from '../messages/hops.ts';
import {
  type ContactNews,
  contactCommandTypes,
  contactSubjectOf,
  type EventType,
} from '../messages/message-types.ts';

/** What the bus is told of a fact, as far as it differs from fact to fact. */
type News = {
  readonly type: EventType;
  readonly status: EventStatus;
  readonly subject?: Partial<CommandSubject>;
  readonly providerMessageId?: string;
  readonly deliveryTime?: string;
  readonly recipientResponse?: string;
  readonly more?: Readonly<Record<string, unknown>>;
};

const COORDINATOR = 'agent-coordinator';

/**
 * The EVENT of a fact, always the same for the same fact; `undefined` for facts that the bus is not told of, and for those of a
 * loop of which it has heard. `metadata.sequence`
 * grows with cause and effect within a command, since the bus keeps no order.
 */
export const eventOfFact = (fact: Fact): Event | undefined => {
  const news = newsOf(fact);
  if (news === undefined) return undefined;
  const { subject } = news;
  if (isKnownLoop({ correlation: { hops: subject?.hops } })) return undefined;
  const commandId = commandIdOf(fact.aggregate);
  return {
    messageId: eventIdOf(fact),
    messageType: 'EVENT',
    timestamp: new Date(fact.at).toISOString(),
    source: subject?.identity ?? COORDINATOR,
    event: {
      type: news.type,
      ...(subject?.campaignId ? { campaignId: subject.campaignId } : {}),
      ...(subject?.customerId ? { customerId: subject.customerId } : {}),
      status: news.status,
      metadata: {
        deliveryTime: news.deliveryTime ?? null,
        messageId: news.providerMessageId ?? null,
        recipientResponse: news.recipientResponse ?? null,
        sequence: fact.sequence,
        ...news.more,
      },
    },
    correlation: {
      ...(subject?.conversationId ? { conversationId: subject.conversationId } : {}),
      ...(subject?.workflowId ? { workflowId: subject.workflowId } : {}),
      ...(commandId ? { originalCommandId: commandId } : {}),
      ...(subject?.batchId ? { batchId: subject.batchId, batchMember: subject.batchMember } : {}),
      hops: (subject?.hops ?? 0) + 1,
    },
  };
};

const newsOf = (fact: Fact): News | undefined => {
  switch (fact.type) {
    case 'sent':
      return {
        ...newsAbout(fact.body, 'SENT', 'SENT', fact.body.standby ? { standby: fact.body.standby } : {}),
        providerMessageId: fact.body.providerMessageId,
      };
    case 'confirmed':
      return newsAbout(fact.body, 'SENT', 'SENT', { confirmedBy: 'OPERATOR', reason: fact.body.reason });
    case 'delivered':
      return {
        ...newsAbout(fact.body, 'SENT', 'DELIVERED'),
        ...receiptOf(fact.body),
        deliveryTime: fact.body.occurredAt,
      };
    case 'bounced':
      return {
        ...newsAbout(fact.body, 'FAILED', 'FAILED', { cause: fact.body.cause }),
        ...receiptOf(fact.body),
      };
    case 'complained':
      return { ...newsAbout(fact.body, 'COMPLAINED', 'DELIVERED'), ...receiptOf(fact.body) };
    case 'failed':
      return fact.body.issues
        ? {
            type: 'COMMAND_REJECTED',
            status: 'FAILED',
            subject: fact.body,
            more: { issues: fact.body.issues },
          }
        : newsAbout(fact.body, 'FAILED', 'FAILED', { cause: fact.body.cause });
    default:
      return newsWithoutContact(fact);
  }
};

/** News of what ended, or came, without a provider having said so. */
const newsWithoutContact = (fact: Fact): News | undefined => {
  switch (fact.type) {
    case 'unknown':
      return newsAbout(fact.body, 'OUTCOME_UNKNOWN', 'UNKNOWN', { cause: fact.body.cause });
    case 'suppressed':
      return newsAbout(fact.body, 'SUPPRESSED', 'SUPPRESSED', { reasons: fact.body.reasons });
    case 'expired':
      return newsAbout(fact.body, 'EXPIRED', 'EXPIRED', { cause: fact.body.cause });
    case 'cancelled':
      return newsAbout(fact.body, 'CANCELLED', 'CANCELLED', { cause: fact.body.cause });
    case 'erased':
      return newsAbout(fact.body, 'ERASED', 'ERASED');
    case 'parked':
      return newsAbout(fact.body, 'PARKED', 'PARKED', { cause: fact.body.cause });
    case 'deadline-missed': {
      const { tier, dueAt, deadlineAt, startedAt, busMs, coordinatorMs, laneMs, agentMs } = fact.body;
      return {
        type: 'DEADLINE_MISSED',
        status: 'RECORDED',
        subject: fact.body,
        more: {
          tier,
          dueAt: new Date(dueAt).toISOString(),
          deadlineAt: new Date(deadlineAt).toISOString(),
          startedAt: startedAt === undefined ? null : new Date(startedAt).toISOString(),
          waitedMs: { bus: busMs ?? null, coordinator: coordinatorMs, lane: laneMs, agent: agentMs },
        },
      };
    }
    case 'rejected': {
      const { issues, batchMember, ...subject } = fact.body;
      const isBatch = subject.batchId !== undefined && batchMember === undefined;
      return {
        type: isBatch ? 'BATCH_REJECTED' : 'COMMAND_REJECTED',
        status: 'REJECTED',
        subject: { ...subject, batchMember },
        more: { issues },
      };
    }
    default:
      return newsOfCustomer(fact);
  }
};

const newsOfCustomer = (fact: Fact): News | undefined => {
  switch (fact.type) {
    case 'performed':
      return fact.body.commandType === 'UPDATE_CONVERSATION_HISTORY'
        ? { type: 'CONVERSATION_HISTORY_UPDATED', status: 'RECORDED', subject: fact.body }
        : undefined; // what was recorded has a fact of its own
    case 'responded':
      return {
        type: 'CUSTOMER_RESPONDED',
        status: 'RESPONDED',
        subject: fact.body,
        recipientResponse: fact.body.response,
        more: { channel: fact.body.channel, receivedAt: fact.body.receivedAt },
      };
    case 'suppressing': {
      const { customerId, channel, reason, source, commandId } = fact.body;
      if (commandId !== undefined) return undefined;
      return {
        type: 'CONSENT_REVOKED',
        status: 'RECORDED',
        subject: { customerId },
        more: { channel, reason, source },
      };
    }
    case 'context-updated': {
      const { customerId, hops, version, fields } = fact.body;
      return {
        type: 'CONTEXT_UPDATED',
        status: 'RECORDED',
        subject: { customerId, hops },
        more: { version, fields },
      };
    }
    default:
      return newsOfRecord(fact);
  }
};

/** News of what was committed exactly once. */
const newsOfRecord = (fact: Fact): News | undefined => {
  switch (fact.type) {
    case 'consent-recorded':
    case 'consent-revoked': {
      const { channel, purpose, source, saidAt, stands } = fact.body;
      return {
        type: fact.type === 'consent-recorded' ? 'CONSENT_RECORDED' : 'CONSENT_REVOKED',
        status: 'RECORDED',
        subject: fact.body,
        more: { channel, ...(purpose === undefined ? {} : { purpose }), source, saidAt, stands },
      };
    }
    case 'payment-recorded': {
      const { paymentId } = fact.body;
      return { type: 'PAYMENT_RECORDED', status: 'RECORDED', subject: fact.body, more: { paymentId } };
    }
    default:
      return newsOfSwitch(fact);
  }
};

/** News of how channels fare, and of what holds for all of a service or a stage; who turned the switch stays in the journal. */
const newsOfSwitch = (fact: Fact): News | undefined => {
  switch (fact.type) {
    case 'fell-back': {
      const { from, to, cause } = fact.body;
      return { type: 'CONTACT_FELL_BACK', status: 'RECORDED', subject: fact.body, more: { from, to, cause } };
    }
    case 'breaker-opened':
      return { type: 'BREAKER_OPENED', status: 'RECORDED', more: fact.body };
    case 'breaker-half-opened':
      return { type: 'BREAKER_HALF_OPENED', status: 'RECORDED', more: fact.body };
    case 'breaker-closed':
      return { type: 'BREAKER_CLOSED', status: 'RECORDED', more: fact.body };
    case 'contact-stopped':
      return { type: 'CONTACT_STOPPED', status: 'RECORDED', more: { term: fact.body.term } };
    case 'contact-resumed':
      return { type: 'CONTACT_RESUMED', status: 'RECORDED', more: { term: fact.body.term } };
    default:
      return newsOfBatch(fact);
  }
};

const newsOfBatch = (fact: Fact): News | undefined => {
  const batchId = batchIdOf(fact.aggregate);
  switch (fact.type) {
    case 'batch-accepted': {
      const { campaignId, hops, members } = fact.body;
      return {
        type: 'BATCH_ACCEPTED',
        status: 'ACCEPTED',
        subject: { campaignId, hops, batchId },
        more: { members },
      };
    }
    case 'batch-completed': {
      const { campaignId, hops, members, outcomes } = fact.body;
      return {
        type: 'BATCH_COMPLETED',
        status: 'COMPLETED',
        subject: { campaignId, hops, batchId },
        more: { members, outcomes },
      };
    }
    default:
      return undefined;
  }
};

/** Event types say the channel: `SEND_EMAIL` makes `EMAIL_SENT`. */
const newsAbout = (
  subject: CommandSubject,
  what: ContactNews,
  status: EventStatus,
  more: Readonly<Record<string, unknown>> = {},
): News => ({ type: eventTypeOf(subject.commandType, what), status, subject, more });

/** Of a command that contacts nobody the bus hears as of a message. */
const eventTypeOf = (commandType: string, what: ContactNews): EventType =>
  `${contactSubjectOf(contactCommandTypes.find((type) => type === commandType) ?? 'SEND_MESSAGE')}_${what}`;

const receiptOf = ({ providerMessageId }: { readonly providerMessageId: string }) => ({ providerMessageId });
