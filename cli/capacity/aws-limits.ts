/** A number that AWS publishes, with the page that says it and when it was looked up. */
export type Limit = {
  readonly value: number;
  readonly unit: string;
  readonly source: string;
  readonly date: string;
};

const looked = { date: '2026-11-26' } as const;
const sqsScaling = {
  source: 'https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html',
  ...looked,
};
const lambdaScaling = {
  source: 'https://docs.aws.amazon.com/lambda/latest/dg/scaling-behavior.html',
  ...looked,
};
const lambdaQuotas = {
  source: 'https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html',
  ...looked,
};
const lambdaMemory = {
  source: 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html',
  ...looked,
};
const sqsQuotas = {
  source: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html',
  ...looked,
};

/** What AWS's services hold at most, as far as the planner's model knows them. */
export const awsLimits = {
  /** Concurrent batches that a mapping without provisioned pollers starts with. */
  firstConcurrency: { value: 5, unit: 'concurrent invokes', ...sqsScaling },
  concurrencyAMinute: { value: 300, unit: 'concurrent invokes more each minute', ...sqsScaling },
  mostConcurrency: { value: 1250, unit: 'concurrent invokes of a mapping', ...sqsScaling },
  /** The least that `MaximumConcurrency` may be, and that a mapping idles at without it. */
  leastConcurrency: { value: 2, unit: 'concurrent invokes', ...sqsScaling },
  pollerInvokes: { value: 10, unit: 'concurrent invokes of a provisioned poller', ...sqsScaling },
  pollerCallsASecond: { value: 10, unit: 'receives a second of a provisioned poller', ...sqsScaling },
  pollerBytesASecond: { value: 1_000_000, unit: 'bytes a second of a provisioned poller', ...sqsScaling },
  pollerConcurrencyAMinute: { value: 1000, unit: 'concurrent invokes more each minute', ...sqsScaling },
  leastPollers: { value: 2, unit: 'provisioned pollers of a mapping', ...sqsScaling },
  mostMinimumPollers: { value: 200, unit: 'provisioned pollers of a mapping that always run', ...sqsScaling },
  environmentsPerTenSeconds: { value: 1000, unit: 'new environments of a function', ...lambdaScaling },
  alwaysUnreserved: { value: 100, unit: 'concurrent executions nobody can reserve', ...lambdaQuotas },
  megabytesOfACore: { value: 1769, unit: 'MB of memory that bring one core', ...lambdaMemory },
  longPollSeconds: { value: 20, unit: 'seconds a receive waits for a message', ...sqsQuotas },
  messagesOfAReceive: { value: 10, unit: 'messages', ...sqsQuotas },
} as const satisfies Record<string, Limit>;
