import { Construct } from 'constructs';
import { addAlarm, ownMetric } from './alarm.ts';

/** The alarm of tasks for people: somebody waits, and nobody came. The sweep of each minute puts the metric. */
export class TaskAlarms extends Construct {
  constructor(scope: Construct, id: string, { stage }: { readonly stage: string }) {
    super(scope, id);
    addAlarm(this, 'tasks-expired', {
      metric: ownMetric('TASKS_EXPIRED', { stage, function: 'claim-sweep' }),
      above: 0,
    });
  }
}
