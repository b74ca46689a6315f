import type { Quantiles } from './draws.ts';

/** How long something takes that AWS does not promise: from somebody's measurements, or assumed, and open to be replaced. */
export type Timing = {
  readonly quantiles: Quantiles;
  readonly what: string;
  /** `assumed` where nobody whom we know of measured it; then the source is the reason. */
  readonly kind: 'measured' | 'assumed';
  readonly source: string;
  readonly date: string;
};

const compared = {
  kind: 'measured',
  source: 'https://bitesizedserverless.com/bite/serverless-messaging-latency-compared/ (above P99: assumed)',
  date: '2026-11-26',
} as const;

/** Milliseconds by quantile of what the planner's model draws. */
export const timings = {
  dispatch: {
    what: 'from the send into a standard queue to the start of a warm handler',
    quantiles: [
      [0, 10],
      [0.1, 13.7],
      [0.5, 16.2],
      [0.9, 33.8],
      [0.99, 105],
      [0.9999, 250],
      [1, 400],
    ],
    ...compared,
  },
  bus: {
    what: 'from PutEvents to the target of a rule',
    quantiles: [
      [0, 90],
      [0.1, 113],
      [0.5, 148],
      [0.9, 241],
      [0.99, 387],
      [0.9999, 900],
      [1, 1500],
    ],
    ...compared,
  },
  coldStart: {
    what: 'until a new environment can run a bundle of some hundred KiB with three AWS clients',
    quantiles: [
      [0, 250],
      [0.5, 375],
      [0.9, 500],
      [0.99, 800],
      [1, 1500],
    ],
    kind: 'measured',
    source:
      'https://speedrun.nobackspacecrew.com/blog/2025/07/21/the-fastest-node-22-lambda-coldstart-configuration.html (the middle; the rest: assumed)',
    date: '2026-11-26',
  },
  table: {
    what: 'one DynamoDB call of up to 25 statements or keys, seen by its client',
    quantiles: [
      [0, 3],
      [0.5, 7],
      [0.9, 12],
      [0.99, 30],
      [0.9999, 120],
      [1, 250],
    ],
    kind: 'assumed',
    source:
      'https://aws.amazon.com/blogs/database/understanding-amazon-dynamodb-latency/ says single-digit milliseconds for one item within the service',
    date: '2026-11-26',
  },
  queueCall: {
    what: 'one send, or delete, of up to ten messages',
    quantiles: [
      [0, 4],
      [0.5, 9],
      [0.9, 16],
      [0.99, 40],
      [0.9999, 120],
      [1, 250],
    ],
    kind: 'assumed',
    source: 'as a table call, and a little more',
    date: '2026-11-26',
  },
  provider: {
    what: 'one call of the provider; --provider-ms replaces the middle, the rest moves with it',
    quantiles: [
      [0, 30],
      [0.5, 70],
      [0.9, 120],
      [0.99, 300],
      [0.9999, 900],
      [1, 1500],
    ],
    kind: 'assumed',
    source:
      'an API call within the region that has to be accepted durably; no published figure is known to us',
    date: '2026-11-26',
  },
} as const satisfies Record<string, Timing>;

/** CPU of our own code, in milliseconds of a whole core. */
export const cpuTimes = {
  what: "the e-mail agent's CPU for an invocation and for each of its messages, AWS SDK included",
  perInvocationMs: 7.4,
  perMessageMs: 0.93,
  kind: 'measured',
  source:
    'npm run bench -- planner, the median of five rounds (a core of its machine; Lambda gives a core for each 1,769 MB)',
  date: '2026-11-26',
} as const;

/** Of invocations that the simulation does not contain: what they are billed for. */
export const otherInvocations = {
  what: 'seconds and memory of an invocation of the functions behind the agents, and KB of log of any',
  seconds: { 'event-relay': 0.03, 'provider-receipts': 0.04, scheduled: 0.2 },
  memoryMb: 512,
  logKilobytes: 1.2,
  kind: 'assumed',
  source: 'test/bench/wire/walk.ts, which counts the logs',
  date: '2026-11-26',
} as const;
