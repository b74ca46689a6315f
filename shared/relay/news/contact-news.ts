import type { Fact } from '../../journal/fact.ts';
import type { CommandSubject } from '../../journal/subjects.ts';
import type { EventStatus } from '../../messages/event.ts';
import {
  type ContactNews,
  contactCommandTypes,
  contactSubjectOf,
  type EventType,
} from '../../messages/message-types.ts';
import type { News } from './news.ts';

/** News of what became of a command. */
export const newsOfContact = (fact: Fact): News | undefined => {
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
