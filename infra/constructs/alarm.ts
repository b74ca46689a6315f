import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { METRICS_NAMESPACE } from '../../shared/observability/metrics.ts';

/** `page`: messages wait or are lost until someone acts. `ticket`: look at it within a working day. */
export type Severity = 'page' | 'ticket';

/** Every kind of alarm with its severity; `docs/runbook.md` has a heading of each name. */
export const alarmSeverities = {
  'lane-dead-letter-queue-not-empty': 'ticket',
  'outcome-unknown': 'ticket',
  'breaker-open': 'page',
  'undelivered-commands': 'page',
  'receipts-dead-letter-queue-not-empty': 'ticket',
  'inbound-mail-dead-letter-queue-not-empty': 'ticket',
  'opt-outs-failing': 'page',
  'opt-outs-throttled': 'page',
  'function-errors': 'ticket',
  'relay-behind': 'page',
  'failed-records-written': 'page',
  'events-missing': 'ticket',
  'reconciliation-behind': 'ticket',
} as const satisfies Record<string, Severity>;

export type AlarmName = keyof typeof alarmSeverities;

/** When an alarm goes off: the metric's value in one of its periods is greater than `above`. */
export type AlarmRule = {
  readonly metric: IMetric;
  readonly above: number;
  /** Periods in a row. @default 1 */
  readonly periods?: number;
};

/** Adds an alarm whose description says its severity and links its heading in the runbook. */
export const addAlarm = (scope: Construct, name: AlarmName, rule: AlarmRule): Alarm =>
  new Alarm(scope, name, {
    metric: rule.metric,
    threshold: rule.above,
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    evaluationPeriods: rule.periods ?? 1,
    treatMissingData: TreatMissingData.NOT_BREACHING,
    alarmDescription: `${alarmSeverities[name]}: ${scope.node.path}. Runbook: docs/runbook.md#${name}`,
  });

/** Adds the alarm of a dead-letter queue: one waiting message is enough. */
export const addDeadLetterAlarm = (scope: Construct, name: AlarmName, queue: IQueue): Alarm =>
  addAlarm(scope, name, {
    metric: queue.metricApproximateNumberOfMessagesVisible({
      period: Duration.minutes(1),
      statistic: 'Maximum',
    }),
    above: 0,
  });

/** Adds the alarm of an agent type's commands of which nobody knows whether they were sent; its functions put the metric. */
export const addOutcomeAlarm = (
  scope: Construct,
  dimensionsMap: { stage: string; agentType: string },
): Alarm =>
  addAlarm(scope, 'outcome-unknown', {
    metric: new Metric({
      namespace: METRICS_NAMESPACE,
      metricName: 'UNKNOWN',
      dimensionsMap,
      period: Duration.minutes(5),
      statistic: 'Sum',
    }),
    above: 0,
  });

/** Adds the alarm of a service that an agent type does not call any more; its functions put the metric at each look. */
export const addBreakerAlarm = (
  scope: Construct,
  dimensionsMap: { stage: string; agentType: string },
): Alarm =>
  addAlarm(scope, 'breaker-open', {
    metric: new Metric({
      namespace: METRICS_NAMESPACE,
      metricName: 'BREAKER_OPEN',
      dimensionsMap,
      period: Duration.minutes(1),
      statistic: 'Maximum',
    }),
    above: 0,
  });

/** Adds the alarms of opt-outs that were not written, or not even tried: a customer asked to be left alone. */
export const addOptOutAlarms = (scope: Construct, stage: string, throttles: IMetric): void => {
  const failures = new Metric({
    namespace: METRICS_NAMESPACE,
    metricName: 'UNSUBSCRIBE_FAILED',
    dimensionsMap: { stage, function: 'unsubscribe' },
    period: Duration.minutes(5),
    statistic: 'Sum',
  });
  addAlarm(scope, 'opt-outs-failing', { metric: failures, above: 0 });
  addAlarm(scope, 'opt-outs-throttled', { metric: throttles, above: 0 });
};
