import * as z from 'zod';
import type { Event } from '../../../shared/messages/event.ts';

/** One line for what an EVENT says: seconds since the start, channel, customer, what happened. */
export const eventLine = (event: Event, secondsSinceStart: number): string =>
  [
    `${secondsSinceStart.toFixed(1).padStart(6)} s`,
    channelOf(event).padEnd(7),
    (event.event.customerId ?? '').padEnd(13),
    whatHappened(event),
  ].join('  ');

const metadataSchema = z.looseObject({
  cause: z.string().optional(),
  reason: z.string().optional(),
  channel: z.string().optional(),
  agentType: z.string().optional(),
  service: z.string().optional(),
  reasons: z.array(z.string()).optional(),
  members: z.number().optional(),
  outcomes: z.record(z.string(), z.number()).optional(),
});

const channels = { EMAIL: 'email', SMS: 'sms', CALL: 'phone' } as const;

const channelOf = ({ event }: Event): string => {
  const subject = event.type.split('_')[0] ?? '';
  const { channel, agentType } = metadataSchema.parse(event.metadata);
  return isSubject(subject) ? channels[subject] : (channel ?? agentType ?? '');
};

const isSubject = (subject: string): subject is keyof typeof channels => Object.hasOwn(channels, subject);

const whatHappened = ({ event }: Event): string => {
  const said = metadataSchema.parse(event.metadata);
  const words = wordsOf(event.type.replace(/^(EMAIL|SMS|CALL)_/, ''), event.status, said);
  return words ?? `${event.type} ${event.status}`;
};

const wordsOf = (
  news: string,
  status: string,
  {
    cause = '',
    reason = '',
    reasons = [],
    members = 0,
    outcomes = {},
    service = '',
  }: z.infer<typeof metadataSchema>,
): string | undefined =>
  ({
    SENT: status === 'DELIVERED' ? 'delivered' : 'sent: the provider took it',
    FAILED: `failed: ${cause}`,
    SUPPRESSED: `not contacted: ${reasons.join(', ')}`,
    PARKED: `kept aside: ${cause}`,
    OUTCOME_UNKNOWN: `nobody knows whether it was sent: ${cause}`,
    CUSTOMER_RESPONDED: 'answered; the answer is encrypted under a key of its own',
    CONSENT_REVOKED:
      reason === 'OPTED_OUT'
        ? 'opted out: no further message by this channel'
        : `no further message by this channel: ${reason}`,
    BREAKER_OPENED: `BREAKER of ${service} OPENS: ${cause}; nobody calls it any more`,
    BREAKER_HALF_OPENED: `BREAKER of ${service} lets one call try`,
    BREAKER_CLOSED: `BREAKER of ${service} CLOSES: what was kept aside goes on by itself`,
    BATCH_ACCEPTED: `batch of ${members} taken`,
    BATCH_COMPLETED: `batch of ${members} complete: ${countsIn(outcomes)}`,
    DEADLINE_MISSED: 'started after its deadline',
  })[news];

const countsIn = (outcomes: Readonly<Record<string, number>>): string =>
  Object.entries(outcomes)
    .map(([outcome, count]) => `${count} ${outcome}`)
    .join(', ');
