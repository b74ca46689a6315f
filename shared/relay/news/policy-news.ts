import type { NewsSource } from './news.ts';

/** News of what the contact policy puts off. */
export const newsOfPolicy: NewsSource = (fact) => {
  if (fact.type !== 'deferred') return undefined;
  const { until, reasons } = fact.body;
  return {
    type: 'CONTACT_DEFERRED',
    status: 'RECORDED',
    subject: fact.body,
    more: { until: new Date(until).toISOString(), reasons },
  };
};
