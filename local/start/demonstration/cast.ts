import type { Fault } from '../../provider-sandbox/faults.ts';

/** Where the demonstration's documents lie, as anybody could send them. */
export const documentsFolder = 'examples/demonstration';

/** The campaign of a run is named so, and has an ending of its own. */
export const CAMPAIGN = 'camp-demo';

/** Whose customers these are: events of others are not shown. */
export const CUSTOMER_PREFIX = 'cust-demo-';

/** Who does what: the others take what they get, and say nothing. */
export const cast = {
  /** Answers an e-mail. */
  answersMail: 'cust-demo-02',
  /** Its mail comes back, and it is contacted by the next channel. */
  bounces: 'cust-demo-03',
  /** Answers a text message. */
  answersText: 'cust-demo-08',
  /** Wants no further text messages. */
  optsOut: 'cust-demo-09',
} as const;

const mailOf = (customerId: string): string => `${customerId.slice('cust-'.length)}@example.com`;
const phoneOf = (customerId: string): string => `+142555501${customerId.slice(-2)}`;

/** What the sandbox does for them, once each. */
export const whatTheyDo: readonly Fault[] = [
  {
    match: { to: mailOf(cast.answersMail) },
    times: 1,
    action: { kind: 'reply', text: 'Thank you, I have paid it yesterday.', delayMs: 1500 },
  },
  { match: { to: mailOf(cast.bounces) }, times: 1, action: { kind: 'receipt', receipt: 'bounce' } },
  {
    match: { to: phoneOf(cast.answersText), channel: 'sms' },
    times: 1,
    action: { kind: 'reply', text: 'Could somebody call me back, please?', delayMs: 1500 },
  },
  {
    match: { to: phoneOf(cast.optsOut), channel: 'sms' },
    times: 1,
    action: { kind: 'reply', text: 'STOP', delayMs: 1500 },
  },
];

/** The provider of calls is down. */
export const phoneIsDown: Fault = { match: { channel: 'phone' }, action: { kind: 'throttle' } };
