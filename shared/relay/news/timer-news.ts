import type { NewsSource } from './news.ts';

/** News of timers. */
export const newsOfTimer: NewsSource = (fact) => {
  if (fact.type !== 'timer-moved') return undefined;
  const { from, dueAt } = fact.body;
  return {
    type: 'CONTACT_MOVED',
    status: 'RECORDED',
    subject: fact.body,
    more: { from: new Date(from).toISOString(), to: new Date(dueAt).toISOString() },
  };
};
