import * as z from 'zod';
import type { Event } from '../../../shared/messages/event.ts';

/** What a campaign's EVENT tells of a step. */
const stepSchema = z.looseObject({
  place: z.number(),
  step: z.string(),
  channel: z.string(),
  tally: z.looseObject({ members: z.number(), replied: z.number(), optedOut: z.number() }),
});

type Step = z.infer<typeof stepSchema>;

/** The steps that are over, in order. */
export const stepsOver = (events: readonly Event[]): readonly Step[] =>
  events
    .flatMap(({ event }) =>
      event.type === 'CAMPAIGN_STEP_COMPLETED' ? [stepSchema.parse(event.metadata)] : [],
    )
    .toSorted((a, b) => a.place - b.place);

/** Commands of the campaign in all: a member counts once for each step. */
export const campaignCommands = (events: readonly Event[]): number =>
  stepsOver(events).reduce((sum, { tally }) => sum + tally.members, 0);

/** Whether every customer who is called in the campaign has taken the call. */
export const areCallsAnswered = (events: readonly Event[]): boolean => {
  const called = stepsOver(events).find(({ channel }) => channel === 'phone')?.tally.members;
  const answered = events.filter(
    ({ event }) =>
      event.type === 'CALL_SENT' && event.status === 'DELIVERED' && event.campaignId !== undefined,
  );
  return called === new Set(answered.map(({ event }) => event.customerId)).size;
};

/** What the bus told of, counted: answers, opt-outs, failovers, breakers, sagas and tasks. */
export const countLines = (events: readonly Event[]): readonly string[] => {
  const times = (type: string, status?: string) =>
    events.filter(({ event }) => event.type === type && (status === undefined || event.status === status))
      .length;
  const members = stepsOver(events).map(({ channel, tally }) => `${tally.members} by ${channel}`);
  return [
    `members by step       ${members.join(', ')}`,
    `answers               ${times('CUSTOMER_RESPONDED')}, those that opt out among them`,
    `opt-outs              ${optOuts(events)}`,
    `failovers             ${failovers(events)} whose mail failed and who got a text message`,
    `breaker               opened ${times('BREAKER_OPENED')}, let one try ${times('BREAKER_HALF_OPENED')}, closed ${times('BREAKER_CLOSED')}`,
    `sagas                 ${times('SAGA_COMPLETED')} complete, ${times('SAGA_COMPENSATED')} rolled back, ${times('SAGA_UNRESOLVED')} unresolved`,
    `tasks for people      ${times('TASK_OPENED')}`,
  ];
};

const optOuts = (events: readonly Event[]): number =>
  events.filter(({ event }) => event.type === 'CONSENT_REVOKED' && event.metadata['reason'] === 'OPTED_OUT')
    .length;

const failovers = (events: readonly Event[]): number => {
  const of = (type: string, status: string) =>
    new Set(
      events.flatMap(({ event }) =>
        event.type === type && event.status === status && event.campaignId !== undefined
          ? [event.customerId]
          : [],
      ),
    );
  const texted = of('SMS_SENT', 'DELIVERED');
  return [...of('EMAIL_FAILED', 'FAILED')].filter((customerId) => texted.has(customerId)).length;
};
