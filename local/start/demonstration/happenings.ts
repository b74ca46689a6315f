import type { Event } from '../../../shared/messages/event.ts';
import { cast } from './cast.ts';

/** What must have happened by the end, each told by an EVENT on the bus. */
export type Happening = { readonly name: string; readonly isTold: (events: readonly Event[]) => boolean };

const of = (customerId: string, type: string, status: string) => (events: readonly Event[]) =>
  events.some(
    ({ event }) => event.customerId === customerId && event.type === type && event.status === status,
  );

const some = (type: string) => (events: readonly Event[]) => events.some(({ event }) => event.type === type);

const stepIsOver = (channel: string) => (events: readonly Event[]) =>
  events.some(
    ({ event }) => event.type === 'CAMPAIGN_STEP_COMPLETED' && event.metadata['channel'] === channel,
  );

/** All happenings; one that another part of Switchboard brings is one more row here. */
export const happenings = {
  starts: { name: 'the campaign starts', isTold: some('CAMPAIGN_STARTED') },
  bounces: { name: 'a mail bounces', isTold: of(cast.bounces, 'EMAIL_FAILED', 'FAILED') },
  answersMail: {
    name: 'a customer answers an e-mail',
    isTold: of(cast.promises, 'CUSTOMER_RESPONDED', 'RESPONDED'),
  },
  completes: {
    name: 'a saga follows the answer and is complete',
    isTold: of(cast.promises, 'SAGA_COMPLETED', 'COMPLETED'),
  },
  isHeard: {
    name: 'the answer of another one is heard',
    isTold: of(cast.rollsBack, 'ESCALATION_DECIDED', 'RECORDED'),
  },
  rollsBack: {
    name: 'the saga about it is rolled back',
    isTold: of(cast.rollsBack, 'SAGA_COMPENSATED', 'COMPENSATED'),
  },
  failsOver: {
    name: 'whose mail bounced gets a text message instead',
    isTold: of(cast.bounces, 'SMS_SENT', 'DELIVERED'),
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
  opens: { name: 'a provider breaks and its breaker opens', isTold: some('BREAKER_OPENED') },
  closes: { name: 'and closes when it works again', isTold: some('BREAKER_CLOSED') },
  mails: { name: 'the step by e-mail is over', isTold: stepIsOver('email') },
  texts: { name: 'the step by text message is over', isTold: stepIsOver('sms') },
  calls: { name: 'the step by phone is over', isTold: stepIsOver('phone') },
  ends: { name: 'the campaign is complete', isTold: some('CAMPAIGN_COMPLETED') },
} as const satisfies Record<string, Happening>;

/** The names of those that no event has told of. */
export const missingHappenings = (events: readonly Event[]): readonly string[] =>
  Object.values(happenings)
    .filter(({ isTold }) => !isTold(events))
    .map(({ name }) => name);
