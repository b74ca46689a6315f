import { nameOfFact } from '../../shared/journal/command-facts.ts';
import type { Fact } from '../../shared/journal/fact.ts';
import type { Event } from '../../shared/messages/event.ts';
import type { InboxMessage } from '../provider-sandbox/inbox-message.ts';
import type { Walk } from './walk.ts';

type Moment = { readonly at: number; readonly place: string; readonly what: string };

/** The way of a command as lines: its hops by time since it was put on the bus, then the mail. */
export const timelineLines = (walk: Walk): readonly string[] => [
  `The way of command ${walk.command.messageId} (${walk.command.command.type} ${walk.command.command.priority}):`,
  ...momentsOf(walk)
    .toSorted((a, b) => a.at - b.at)
    .map(
      ({ at, place, what }) => `  ${String(at - walk.sentAt).padStart(6)} ms  ${place.padEnd(18)} ${what}`,
    ),
  '',
  ...walk.mails.flatMap(mailLines),
];

const momentsOf = ({ command, sentAt, facts, events }: Walk): Moment[] => [
  {
    at: sentAt,
    place: 'you',
    what: `PutEvents: ${command.messageType} from ${command.source} to ${command.target}`,
  },
  ...facts.map((fact) => ({
    at: fact.at,
    place: placeOf(fact),
    what: `fact ${nameOfFact(fact)}${describe(fact)}`,
  })),
  ...events.map(({ event, seenAt }) => ({ at: seenAt, place: 'bus', what: describeEvent(event) })),
];

const placeOf = (fact: Fact): string => {
  switch (fact.type) {
    case 'accepted':
    case 'rejected':
      return 'coordinator';
    case 'delivered':
    case 'bounced':
    case 'complained':
    case 'receipt-rejected':
      return 'provider-receipts';
    default:
      return 'agentType' in fact.body ? `${fact.body.agentType}-agent` : 'agent';
  }
};

const describe = (fact: Fact): string => {
  switch (fact.type) {
    case 'accepted':
      return `: ${fact.body.agentType} lane ${fact.body.tier}, as ${fact.body.identity}${scheduleWords[fact.body.schedule]}`;
    case 'claimed':
      return `: attempt ${fact.body.attempt}, nobody else may send it now`;
    case 'sent':
      return `: the provider took it as ${fact.body.providerMessageId}`;
    case 'delivered':
      return ": the provider's receipt";
    default:
      return 'cause' in fact.body ? `: ${fact.body.cause}` : '';
  }
};

const scheduleWords = {
  NONE: '',
  PAST_SENT_AT_ONCE: ', scheduled in the past: sent at once',
  DELAYED: ', waits until it is due',
  TIMER: ', waits as a timer until it is due',
} as const;

const describeEvent = ({ event, correlation }: Event): string =>
  `EVENT ${event.type} ${event.status} came back, about command ${correlation.originalCommandId ?? 'unknown'}`;

const mailLines = ({ from, to, subject, text }: InboxMessage): readonly string[] => [
  'The mail, from the inbox of the provider sandbox:',
  ...[`From: ${from}`, `To: ${to.join(', ')}`, `Subject: ${subject}`, '', ...text.trimEnd().split('\n')].map(
    (line) => `  │ ${line}`.trimEnd(),
  ),
  '',
];
