import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import type { Deployment } from '../deployment.ts';
import { addAlarm, ownMetric } from './alarm.ts';
import type { Journal } from './journal.ts';
import type { State } from './state.ts';
import { SwitchboardFunction } from './switchboard-function.ts';

export type ClaimSweepProps = {
  readonly deployment: Deployment;
  readonly journal: Journal;
  readonly state: State;
};

/** Seconds of a run: it ends before the next begins, or soon after. */
const TIMEOUT_SECONDS = 60;
const BEHIND_MILLISECONDS = 10 * 60_000;

/** The function that finds claims whose owner died, parks what was UNKNOWN for too long, and tells of tasks not done in time, each minute. */
export class ClaimSweep extends Construct {
  constructor(scope: Construct, id: string, { deployment, journal, state }: ClaimSweepProps) {
    super(scope, id);
    const sweep = new SwitchboardFunction(this, 'Sweep', {
      deployment,
      folder: 'claim-sweep',
      description: `Switchboard ${deployment.stageName}: claims whose owner died, commands UNKNOWN for too long, tasks`,
      memoryMb: 256,
      timeoutSeconds: TIMEOUT_SECONDS,
    });
    journal.grantInsertAndRead(sweep);
    journal.grantListing(sweep);
    state.grantControls(sweep);
    state.grantDueClaims(sweep);
    state.grantTasks(sweep);
    new Rule(this, 'EachMinute', {
      schedule: Schedule.rate(Duration.minutes(1)),
      // The next minute tries again anyway.
      targets: [new LambdaFunction(sweep.target, { retryAttempts: 0, maxEventAge: Duration.minutes(1) })],
    });
    this.addBehindAlarm(deployment.stageName);
  }

  /** A run that never came says nothing: here no news is bad news. */
  private addBehindAlarm(stage: string): void {
    addAlarm(this, 'claim-sweep-behind', {
      metric: ownMetric('SWEEP_BEHIND_MS', { stage, function: 'claim-sweep' }, { statistic: 'Maximum' }),
      above: BEHIND_MILLISECONDS,
      periods: 3,
      missingIsBad: true,
    });
  }
}
