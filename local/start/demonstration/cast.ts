import type { Fault } from '../../provider-sandbox/faults.ts';

/** Where the demonstration's documents lie, as anybody could send them. */
export const documentsFolder = 'examples/demonstration';

/** The campaign of a run is named so, and has an ending of its own. */
export const CAMPAIGN = 'camp-demo';

/** Whose customers these are: events of others are not shown. */
export const CUSTOMER_PREFIX = 'cust-demo-';

/** Who does what: the others take what they get, and say nothing. */
export const cast = {
  /** Promises in a mail to pay: a saga begins by itself. */
  promises: 'cust-demo-02',
  /** Its mail comes back, and the next step is a text message. */
  bounces: 'cust-demo-03',
  /** Thanks in a mail: a saga about it is begun that cannot be done. */
  rollsBack: 'cust-demo-06',
  /** Answers a text message. */
  answersText: 'cust-demo-08',
  /** Wants no further text messages. */
  optsOut: 'cust-demo-09',
} as const;

const mailOf = (customerId: string): string => `${customerId.slice('cust-'.length)}@example.com`;
const phoneOf = (customerId: string): string => `+142555501${customerId.slice(-2)}`;

const says = (match: Fault['match'], text: string): Fault => ({
  match,
  times: 1,
  action: { kind: 'reply', text, delayMs: 1500 },
});

/** What the sandbox does for them, once each. */
export const whatTheyDo: readonly Fault[] = [
  says({ to: mailOf(cast.promises) }, 'I will pay on Friday.'),
  { match: { to: mailOf(cast.bounces) }, times: 1, action: { kind: 'receipt', receipt: 'bounce' } },
  says({ to: mailOf(cast.rollsBack) }, 'Thanks for the reminder!'),
  says({ to: phoneOf(cast.answersText), channel: 'sms' }, 'Could somebody call me back, please?'),
  says({ to: phoneOf(cast.optsOut), channel: 'sms' }, 'STOP'),
];

/** The provider of calls is down. */
export const phoneIsDown: Fault = { match: { channel: 'phone' }, action: { kind: 'throttle' } };
