import type { Event } from '../../../shared/messages/event.ts';
import { cast } from './cast.ts';

/** What must have happened by the end, each told by an EVENT on the bus. */
export type Happening = { readonly name: string; readonly isTold: (events: readonly Event[]) => boolean };

const of = (customerId: string, type: string, status: string) => (events: readonly Event[]) =>
  events.some(
    ({ event }) => event.customerId === customerId && event.type === type && event.status === status,
  );

const some = (type: string) => (events: readonly Event[]) => events.some(({ event }) => event.type === type);

/** All happenings; one that another part of Switchboard brings is one more row here. */
export const happenings = {
  answersMail: {
    name: 'a customer answers an e-mail',
    isTold: of(cast.answersMail, 'CUSTOMER_RESPONDED', 'RESPONDED'),
  },
  answersText: {
    name: 'a customer answers a text message',
    isTold: of(cast.answersText, 'CUSTOMER_RESPONDED', 'RESPONDED'),
  },
  optsOut: { name: 'one opts out', isTold: of(cast.optsOut, 'CONSENT_REVOKED', 'RECORDED') },
  isLeftAlone: {
    name: 'and is left alone from then on',
    isTold: of(cast.optsOut, 'SMS_SUPPRESSED', 'SUPPRESSED'),
  },
  bounces: { name: 'a mail bounces', isTold: of(cast.bounces, 'EMAIL_FAILED', 'FAILED') },
  failsOver: {
    name: 'and its customer gets a text message instead',
    isTold: of(cast.bounces, 'SMS_SENT', 'DELIVERED'),
  },
  opens: { name: 'a provider breaks and its breaker opens', isTold: some('BREAKER_OPENED') },
  closes: { name: 'and closes when it works again', isTold: some('BREAKER_CLOSED') },
} as const satisfies Record<string, Happening>;

/** The names of those that no event has told of. */
export const missingHappenings = (events: readonly Event[]): readonly string[] =>
  Object.values(happenings)
    .filter(({ isTold }) => !isTold(events))
    .map(({ name }) => name);
