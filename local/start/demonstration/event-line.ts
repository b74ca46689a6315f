import type { Event } from '../../../shared/messages/event.ts';
import { type Said, saidSchema, words } from './event-words.ts';

/** One line for what an EVENT says: seconds since the start, channel, customer, what happened. */
export const eventLine = (event: Event, secondsSinceStart: number): string =>
  [
    `${secondsSinceStart.toFixed(1).padStart(6)} s`,
    channelOf(event).padEnd(7),
    (event.event.customerId ?? '').padEnd(13),
    whatHappened(event),
  ].join('  ');

const channels = { EMAIL: 'email', SMS: 'sms', CALL: 'phone' } as const;

const channelOf = ({ event }: Event): string => {
  const subject = event.type.split('_')[0] ?? '';
  const { channel, agentType }: Said = saidSchema.parse(event.metadata);
  return isSubject(subject) ? channels[subject] : (channel ?? agentType ?? '');
};

const isSubject = (subject: string): subject is keyof typeof channels => Object.hasOwn(channels, subject);

const whatHappened = ({ event }: Event): string => {
  const news = event.type.replace(/^(EMAIL|SMS|CALL)_/, '');
  const word = words[news];
  return word === undefined
    ? `${event.type} ${event.status}`
    : word({ ...saidSchema.parse(event.metadata), status: event.status });
};
