import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { priorities } from '../../shared/messages/priority.ts';
import { attainmentTargets } from '../../shared/observability/call-metrics.ts';
import { addAlarm, ownMetric } from './alarm.ts';

/** Bad periods in a row: one late message in a quiet hour is an event, no alarm. */
const BAD_PERIODS = 2;

/**
 * An alarm for each tier whose share of commands within their deadlines is below its target, all agent types together: four for
 * a stage, however many agent types it has. Agents put the metric.
 */
export class DeadlineAlarms extends Construct {
  constructor(scope: Construct, id: string, { stage }: { readonly stage: string }) {
    super(scope, id);
    for (const tier of priorities) {
      const period = { period: Duration.minutes(5), statistic: 'Average' };
      addAlarm(
        new Construct(this, tier),
        tier === 'CRITICAL' ? 'critical-deadlines-missed' : 'deadlines-missed',
        {
          metric: ownMetric('WithinDeadline', { stage, tier }, period),
          below: attainmentTargets[tier],
          periods: BAD_PERIODS,
        },
      );
    }
  }
}
