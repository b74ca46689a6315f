import type { Fact } from '../../journal/fact.ts';
import type { News } from './news.ts';

/** News of how channels fare, and of what holds for all of a service or a stage; who turned the switch stays in the journal. */
export const newsOfSwitch = (fact: Fact): News | undefined => {
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
      return undefined;
  }
};
