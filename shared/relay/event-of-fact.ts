import { commandIdOf, eventIdOf } from '../journal/command-facts.ts';
import type { CommandSubject, Fact } from '../journal/fact.ts';
import type { Event, EventStatus } from '../messages/event.ts';

/** What the bus is told of a fact, as far as it differs from fact to fact. */
type News = {
  readonly type: string;
  readonly status: EventStatus;
  readonly subject?: CommandSubject;
  readonly providerMessageId?: string;
  readonly deliveryTime?: string;
  readonly more?: Readonly<Record<string, unknown>>;
};

const COORDINATOR = 'agent-coordinator';

/**
 * The EVENT of a fact, always the same for the same fact; `undefined` for facts that the bus is not told of. `metadata.sequence`
 * grows with cause and effect within a command, since the bus keeps no order.
 */
export const eventOfFact = (fact: Fact): Event | undefined => {
  const news = newsOf(fact);
  if (news === undefined) return undefined;
  const { subject } = news;
  const commandId = commandIdOf(fact.aggregate);
  return {
    messageId: eventIdOf(fact),
    messageType: 'EVENT',
    timestamp: new Date(fact.at).toISOString(),
    source: subject?.identity ?? COORDINATOR,
    event: {
      type: news.type,
      ...(subject?.campaignId ? { campaignId: subject.campaignId } : {}),
      ...(subject ? { customerId: subject.customerId } : {}),
      status: news.status,
      metadata: {
        deliveryTime: news.deliveryTime ?? null,
        messageId: news.providerMessageId ?? null,
        recipientResponse: null,
        sequence: fact.sequence,
        ...news.more,
      },
    },
    correlation: {
      ...(subject?.conversationId ? { conversationId: subject.conversationId } : {}),
      ...(commandId ? { originalCommandId: commandId } : {}),
    },
  };
};

const newsOf = (fact: Fact): News | undefined => {
  switch (fact.type) {
    case 'sent':
      return { ...newsAbout(fact.body, 'SENT', 'SENT'), providerMessageId: fact.body.providerMessageId };
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
    case 'unknown':
      return newsAbout(fact.body, 'OUTCOME_UNKNOWN', 'UNKNOWN', { cause: fact.body.cause });
    case 'suppressed':
      return newsAbout(fact.body, 'SUPPRESSED', 'SUPPRESSED', { reasons: fact.body.reasons });
    case 'rejected':
      return { type: 'COMMAND_REJECTED', status: 'REJECTED', more: { issues: fact.body.issues } };
    case 'accepted':
    case 'claimed':
    case 'not-accepted':
    case 'duplicate':
    case 'receipt-rejected':
      return undefined;
  }
};

/** Event types say the channel: `SEND_EMAIL` makes `EMAIL_SENT`. */
const newsAbout = (
  subject: CommandSubject,
  what: string,
  status: EventStatus,
  more: Readonly<Record<string, unknown>> = {},
): News => ({ type: `${subject.commandType.replace(/^[A-Z]+_/, '')}_${what}`, status, subject, more });

const receiptOf = ({ providerMessageId }: { readonly providerMessageId: string }) => ({ providerMessageId });
