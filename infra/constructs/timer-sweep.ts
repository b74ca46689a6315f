import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import type { Deployment } from '../deployment.ts';
import { AgentLanes } from './agent-lanes.ts';
import { addAlarm, ownMetric } from './alarm.ts';
import type { State } from './state.ts';
import { SwitchboardFunction } from './switchboard-function.ts';

export type TimerSweepProps = { readonly deployment: Deployment; readonly state: State };

/** Seconds of a run: it ends before the next begins, or soon after. */
const TIMEOUT_SECONDS = 60;
/** Timers are sent up to two minutes ahead: one that is late at all means that runs failed. */
const LATE_MILLISECONDS = 30_000;

/** The function that puts commands into their lanes whose time comes, each minute. */
export class TimerSweep extends Construct {
  constructor(scope: Construct, id: string, { deployment, state }: TimerSweepProps) {
    super(scope, id);
    const sweep = new SwitchboardFunction(this, 'Sweep', {
      deployment,
      folder: 'timer-sweep',
      description: `Switchboard ${deployment.stageName}: commands whose time comes`,
      memoryMb: 512,
      timeoutSeconds: TIMEOUT_SECONDS,
    });
    state.grantRead(sweep);
    state.grantTimers(sweep);
    new AgentLanes(this, 'AgentLanes', { deployment }).grantSend(sweep);
    new Rule(this, 'EachMinute', {
      schedule: Schedule.rate(Duration.minutes(1)),
      // The next minute tries again anyway.
      targets: [new LambdaFunction(sweep.target, { retryAttempts: 0, maxEventAge: Duration.minutes(1) })],
    });
    this.addLateAlarm(deployment.stageName);
  }

  /** A run that never came says nothing: here no news is bad news. */
  private addLateAlarm(stage: string): void {
    addAlarm(this, 'timers-late', {
      metric: ownMetric('TIMER_LAG_MS', { stage, function: 'timer-sweep' }, { statistic: 'Maximum' }),
      above: LATE_MILLISECONDS,
      periods: 3,
      missingIsBad: true,
    });
  }
}
