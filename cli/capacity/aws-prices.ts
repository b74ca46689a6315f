/** What one unit of a service costs. */
export type Price = {
  readonly unit: string;
  readonly usdPerMillion: number;
  /** Where the number comes from, and when it was looked up. */
  readonly source: string;
  readonly date: string;
};

const looked = { date: '2026-11-26' } as const;
const sqs = { source: 'https://aws.amazon.com/sqs/pricing/', ...looked };
const bus = { source: 'https://aws.amazon.com/eventbridge/pricing/', ...looked };
const table = { source: 'https://aws.amazon.com/dynamodb/pricing/on-demand/', ...looked };
const kms = { source: 'https://aws.amazon.com/kms/pricing/', ...looked };
const lambda = { source: 'https://aws.amazon.com/lambda/pricing/', ...looked };
const watch = { source: 'https://aws.amazon.com/cloudwatch/pricing/', ...looked };
const s3 = { source: 'https://aws.amazon.com/s3/pricing/', ...looked };
const steps = { source: 'https://aws.amazon.com/step-functions/pricing/', ...looked };
const here = { source: 'docs/benchmarks.md, P5: what the figure leaves out', ...looked };

/** Prices in us-east-1, on demand, without free tiers. What is paid by the month is given for a million of months, too. */
export const awsPrices = {
  sqsRequest: { unit: 'request of at most 64 KiB', usdPerMillion: 0.4, ...sqs },
  eventBridgeEvent: { unit: 'custom event of at most 64 KiB', usdPerMillion: 1, ...bus },
  dynamoDbWrite: { unit: 'write request unit (1 KB)', usdPerMillion: 0.625, ...table },
  dynamoDbRead: { unit: 'read request unit (4 KB, consistent)', usdPerMillion: 0.125, ...table },
  kmsRequest: { unit: 'request', usdPerMillion: 3, ...kms },
  kmsKeyMonth: { unit: 'key for a month', usdPerMillion: 1e6, ...kms },
  lambdaInvoke: { unit: 'invocation', usdPerMillion: 0.2, ...lambda },
  lambdaComputeArm: { unit: 'GB-second, arm64', usdPerMillion: 13.3334, ...lambda },
  lambdaComputeX86: { unit: 'GB-second, x86_64', usdPerMillion: 16.6667, ...lambda },
  provisionedComputeArm: {
    unit: 'GB-second in a provisioned environment, arm64',
    usdPerMillion: 7.7778,
    ...lambda,
  },
  provisionedComputeX86: {
    unit: 'GB-second in a provisioned environment, x86_64',
    usdPerMillion: 9.7222,
    ...lambda,
  },
  provisionedIdleArm: {
    unit: 'GB-second that an environment is provisioned, arm64',
    usdPerMillion: 3.3334,
    ...lambda,
  },
  provisionedIdleX86: {
    unit: 'GB-second that an environment is provisioned, x86_64',
    usdPerMillion: 4.1667,
    ...lambda,
  },
  sqsPollerHour: { unit: 'hour of a provisioned poller of a queue', usdPerMillion: 9250, ...lambda },
  logKilobyte: { unit: 'KB of log taken in, metrics in EMF too', usdPerMillion: 0.5, ...watch },
  metricMonth: { unit: 'metric of a name and its dimensions for a month', usdPerMillion: 3e5, ...watch },
  alarmMonth: { unit: 'alarm for a month', usdPerMillion: 1e5, ...watch },
  s3Put: { unit: 'object put', usdPerMillion: 5, ...s3 },
  stepTransition: { unit: 'state transition of a standard workflow', usdPerMillion: 25, ...steps },
  expressRequest: { unit: 'execution of an express workflow', usdPerMillion: 1, ...steps },
  /** The first tier: 0.06 USD for a GB-hour. */
  expressCompute: { unit: 'GB-second of an express workflow', usdPerMillion: 16.667, ...steps },
  /** Stream reads by Lambda and events of AWS's own services cost nothing. */
  free: { unit: 'free of charge', usdPerMillion: 0, ...lambda },
  /** SES takes 100 USD per million; the figure leaves the provider's price out. */
  provider: { unit: 'left out', usdPerMillion: 0, ...here },
} as const satisfies Record<string, Price>;

export type PriceName = keyof typeof awsPrices;

/** US dollars of a number of units. */
export const usdOfUnits = (price: PriceName, units: number): number =>
  (awsPrices[price].usdPerMillion * units) / 1e6;
