import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  MathExpression,
  Metric,
  type MetricProps,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { METRICS_NAMESPACE } from '../../shared/observability/metrics.ts';

/** `page`: messages wait or are lost until someone acts. `ticket`: look at it within a working day. */
export type Severity = 'page' | 'ticket';

/** Every kind of alarm with its severity; `docs/runbook.md` has a heading of each name. */
export const alarmSeverities = {
  'messages-parked': 'ticket',
  'triage-behind': 'page',
  'outcome-unknown': 'ticket',
  'breaker-open': 'page',
  'failover-used': 'ticket',
  'fallback-used': 'ticket',
  'pins-fell-back': 'ticket',
  'undelivered-commands': 'page',
  'record-lane-dead-letter-queue-not-empty': 'page',
  'critical-deadlines-missed': 'page',
  'deadlines-missed': 'ticket',
  'opt-outs-failing': 'page',
  'opt-outs-throttled': 'page',
  'function-errors': 'ticket',
  'relay-behind': 'page',
  'failed-records-written': 'page',
  'claim-sweep-behind': 'ticket',
  'timers-late': 'page',
  'tasks-expired': 'ticket',
  'reports-lost': 'ticket',
  'intent-model-silent': 'ticket',
  'events-missing': 'ticket',
  'reconciliation-behind': 'ticket',
  'saga-unresolved': 'page',
  'campaign-stopped': 'ticket',
  'contacts-put-off': 'ticket',
} as const satisfies Record<string, Severity>;

export type AlarmName = keyof typeof alarmSeverities;

/** When an alarm goes off: the metric's value in one of its periods is greater than `above`, or less than `below`. */
export type AlarmRule = ({ readonly above: number } | { readonly below: number }) & {
  readonly metric: IMetric;
  /** Periods in a row. @default 1 */
  readonly periods?: number;
  /** Whether a period without any figure counts as one above. @default false */
  readonly missingIsBad?: boolean;
};

/** A metric that our functions put. @default the sum of 5 minutes */
export const ownMetric = (
  metricName: string,
  dimensionsMap: Readonly<Record<string, string>>,
  options: Pick<MetricProps, 'period' | 'statistic'> = {},
): Metric =>
  new Metric({
    namespace: METRICS_NAMESPACE,
    metricName,
    dimensionsMap: { ...dimensionsMap },
    period: Duration.minutes(5),
    statistic: 'Sum',
    ...options,
  });

/** Adds an alarm whose description says its severity and links its heading in the runbook. */
export const addAlarm = (scope: Construct, name: AlarmName, rule: AlarmRule): Alarm =>
  new Alarm(scope, name, {
    metric: rule.metric,
    ...limitOf(rule),
    evaluationPeriods: rule.periods ?? 1,
    treatMissingData: rule.missingIsBad ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
    alarmDescription: `${alarmSeverities[name]}: ${scope.node.path}. Runbook: docs/runbook.md#${name}`,
  });

const limitOf = (rule: AlarmRule) =>
  'above' in rule
    ? { threshold: rule.above, comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD }
    : { threshold: rule.below, comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD };

/** Seconds that a dead letter may wait to be parked. */
const TRIAGE_SECONDS = 900;

/** Adds the alarm of a dead-letter queue that nobody empties; a message's age there counts from its move. */
export const addDeadLetterAlarm = (scope: Construct, queue: IQueue): Alarm =>
  addAlarm(scope, 'triage-behind', {
    metric: queue.metricApproximateAgeOfOldestMessage({
      period: Duration.minutes(1),
      statistic: 'Maximum',
    }),
    above: TRIAGE_SECONDS,
  });

/** Adds the alarm of the record lane's dead letters: one waiting message is enough. */
export const addRecordLaneAlarm = (scope: Construct, queue: IQueue): Alarm =>
  addAlarm(scope, 'record-lane-dead-letter-queue-not-empty', {
    metric: queue.metricApproximateNumberOfMessagesVisible({
      period: Duration.minutes(1),
      statistic: 'Maximum',
    }),
    above: 0,
  });

/** Adds the alarm of a queue into which the bus puts what it could not deliver: one message is enough, however soon it is parked. */
export const addUndeliveredAlarm = (scope: Construct, queue: IQueue): Alarm =>
  addAlarm(scope, 'undelivered-commands', {
    metric: queue.metricNumberOfMessagesReceived({ period: Duration.minutes(1), statistic: 'Sum' }),
    above: 0,
  });

/** Adds the alarm of an agent type's commands of which nobody knows whether they were sent; its functions put the metric. */
export const addOutcomeAlarm = (
  scope: Construct,
  dimensionsMap: { stage: string; agentType: string },
): Alarm => addAlarm(scope, 'outcome-unknown', { metric: ownMetric('UNKNOWN', dimensionsMap), above: 0 });

/** Adds the alarm of a service that an agent type does not call any more; its functions put the metric at each look. */
export const addBreakerAlarm = (
  scope: Construct,
  dimensionsMap: { stage: string; agentType: string },
): Alarm =>
  addAlarm(scope, 'breaker-open', {
    metric: ownMetric('BREAKER_OPEN', dimensionsMap, { period: Duration.minutes(1), statistic: 'Maximum' }),
    above: 0,
  });

/** Adds the alarm of a standby that stands in: an outage of the first provider that customers do not notice. */
export const addFailoverAlarm = (
  scope: Construct,
  dimensionsMap: { stage: string; agentType: string },
): Alarm => addAlarm(scope, 'failover-used', { metric: ownMetric('FAILED_OVER', dimensionsMap), above: 0 });

/** Adds the alarm of commands that went on by another channel: their own could not reach the customer. */
export const addFallbackAlarm = (
  scope: Construct,
  dimensionsMap: { stage: string; agentType: string },
): Alarm => addAlarm(scope, 'fallback-used', { metric: ownMetric('FELL_BACK', dimensionsMap), above: 0 });

/** Adds the alarm of commands that named an identity and went out by another one: theirs is in nobody's rotation. */
export const addPinAlarm = (scope: Construct, dimensionsMap: { stage: string; agentType: string }): Alarm =>
  addAlarm(scope, 'pins-fell-back', { metric: ownMetric('PIN_FELL_BACK', dimensionsMap), above: 0 });

/** Contacts of a day that are put off beyond those that are sent: fewer are a quiet Sunday. */
const PUT_OFF = 100;

/**
 * Adds the alarm of contacts that are put off rather than sent, a whole day long: what waits for quiet hours to end, or for room
 * under a cap, grows. An agent type's functions put both metrics.
 */
export const addPutOffAlarm = (
  scope: Construct,
  dimensionsMap: { stage: string; agentType: string },
): Alarm => {
  const period = Duration.days(1);
  const sumOf = (outcome: string) => ownMetric(outcome, dimensionsMap, { period });
  const growth = new MathExpression({
    expression: 'FILL(deferred, 0) - FILL(sent, 0)',
    usingMetrics: { deferred: sumOf('DEFERRED'), sent: sumOf('SENT') },
    period,
  });
  return addAlarm(scope, 'contacts-put-off', { metric: growth, above: PUT_OFF });
};

/** Adds the alarm of what agents said of themselves and nobody noted: it comes at most once. The coordinator puts the metric. */
export const addReportsAlarm = (scope: Construct, stage: string): Alarm =>
  addAlarm(scope, 'reports-lost', {
    metric: ownMetric('LOST', { stage, agentType: 'coordinator' }),
    above: 0,
  });

/** Adds the alarm of a model behind the rules that did not say what most answers of an hour mean; those who ask it put the metric. */
export const addIntentModelAlarm = (scope: Construct, stage: string): Alarm =>
  addAlarm(scope, 'intent-model-silent', {
    metric: ownMetric('MODEL_SILENT', { stage }, { period: Duration.hours(1), statistic: 'Average' }),
    above: 0.5,
  });

/** Adds the alarms of opt-outs that were not written, or not even tried: a customer asked to be left alone. */
export const addOptOutAlarms = (scope: Construct, stage: string, throttles: IMetric): void => {
  const failures = ownMetric('UNSUBSCRIBE_FAILED', { stage, function: 'unsubscribe' });
  addAlarm(scope, 'opt-outs-failing', { metric: failures, above: 0 });
  addAlarm(scope, 'opt-outs-throttled', { metric: throttles, above: 0 });
};
