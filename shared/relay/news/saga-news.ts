import type { Fact } from '../../journal/fact.ts';
import type { SagaSubject } from '../../journal/facts/saga-facts.ts';
import { sagaIdOf } from '../../sagas/saga-id.ts';
import type { News } from './news.ts';

/** News of sagas: that one began, and how it ended. */
export const newsOfSaga = (fact: Fact): News | undefined => {
  const sagaId = sagaIdOf(fact.aggregate);
  const newsAbout = (
    type: News['type'],
    status: News['status'],
    { saga, ...subject }: SagaSubject,
    more: Readonly<Record<string, unknown>> = {},
  ): News => ({
    type,
    status,
    subject: {
      customerId: subject.customerId,
      conversationId: subject.conversationId,
      workflowId: subject.workflowId,
      hops: subject.hops,
    },
    more: { saga, sagaId, ...more },
  });
  switch (fact.type) {
    case 'saga-started':
      return newsAbout('SAGA_STARTED', 'ACCEPTED', fact.body);
    case 'saga-decided':
      return fact.body.decision === 'COMPLETE'
        ? newsAbout('SAGA_COMPLETED', 'COMPLETED', fact.body)
        : undefined; // how undoing it ends is told then
    case 'saga-compensated':
      return newsAbout('SAGA_COMPENSATED', 'COMPENSATED', fact.body, causeOf(fact.body));
    case 'saga-unresolved':
      return newsAbout('SAGA_UNRESOLVED', 'FAILED', fact.body, causeOf(fact.body));
    default:
      return undefined;
  }
};

const causeOf = ({ cause, step }: { readonly cause: string; readonly step?: string | undefined }) => ({
  cause,
  ...(step === undefined ? {} : { step }),
});
