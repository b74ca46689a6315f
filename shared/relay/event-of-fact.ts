import { commandIdOf, eventIdOf } from '../journal/command-facts.ts';
import type { Fact } from '../journal/fact.ts';
import type { Event } from '../messages/event.ts';
import { isKnownLoop } from '../messages/hops.ts';
import { newsOfBatch } from './news/batch-news.ts';
import { newsOfCampaign } from './news/campaign-news.ts';
import { newsOfContact } from './news/contact-news.ts';
import { newsOfCoordination } from './news/coordination-news.ts';
import { newsOfCustomer } from './news/customer-news.ts';
import type { NewsSource } from './news/news.ts';
import { newsOfPipeline } from './news/pipeline-news.ts';
import { newsOfPolicy } from './news/policy-news.ts';
import { newsOfReport } from './news/report-news.ts';
import { newsOfSaga } from './news/saga-news.ts';
import { newsOfSwitch } from './news/switch-news.ts';
import { newsOfTask } from './news/task-news.ts';
import { newsOfTimer } from './news/timer-news.ts';

const COORDINATOR = 'agent-coordinator';

/**
 * The EVENT of a fact, always the same for the same fact; `undefined` for facts that the bus is not told of, and for those of a
 * loop of which it has heard. `metadata.sequence`
 * grows with cause and effect within a command, since the bus keeps no order.
 */
export const eventOfFact = (fact: Fact): Event | undefined => {
  const news = newsOfAny(fact);
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
      ...(subject?.awaitedBy ? { awaitedBy: subject.awaitedBy } : {}),
      ...(subject?.batchId ? { batchId: subject.batchId, batchMember: subject.batchMember } : {}),
      hops: (subject?.hops ?? 0) + 1,
    },
  };
};

/** In this order; a fact belongs to one of them at most. */
const sources: readonly NewsSource[] = [
  newsOfContact,
  newsOfCustomer,
  newsOfSwitch,
  newsOfBatch,
  newsOfTimer,
  newsOfPolicy,
  newsOfTask,
  newsOfCoordination,
  newsOfPipeline,
  newsOfSaga,
  newsOfCampaign,
  newsOfReport,
];

const newsOfAny: NewsSource = (fact) => {
  for (const newsOf of sources) {
    const news = newsOf(fact);
    if (news !== undefined) return news;
  }
  return undefined;
};
