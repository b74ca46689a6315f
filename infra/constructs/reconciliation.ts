import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import type { Deployment } from '../deployment.ts';
import { addAlarm, ownMetric } from './alarm.ts';
import { grantFailedRecordsRead } from './failed-records-bucket.ts';
import type { Journal } from './journal.ts';
import type { MessageBus } from './message-bus.ts';
import type { State } from './state.ts';
import { SwitchboardFunction } from './switchboard-function.ts';

export type ReconciliationProps = {
  readonly deployment: Deployment;
  readonly journal: Journal;
  readonly bus: MessageBus;
  readonly state: State;
};

/** Lambda's longest: a run stops by itself before, and the next one goes on. */
const TIMEOUT_SECONDS = 900;
const EVERY = Duration.hours(1);
/** Hourly runs in a row that may leave something over: the stream keeps facts for 24 hours. */
const MOST_INCOMPLETE_RUNS = 6;

/** The function that compares the journal with what the bus was told, every hour, and tells what is missing. */
export class Reconciliation extends Construct {
  constructor(scope: Construct, id: string, props: ReconciliationProps) {
    super(scope, id);
    const { deployment, journal, bus, state } = props;
    const reconciler = new SwitchboardFunction(this, 'Reconciler', {
      deployment,
      folder: 'reconciler',
      description: `Switchboard ${deployment.stageName}: journal and events compared, what is missing told`,
      memoryMb: 512,
      timeoutSeconds: TIMEOUT_SECONDS,
    });
    reconciler.setVariable('JOURNAL_STREAM_ARN', journal.grantStreamRead(reconciler));
    grantFailedRecordsRead(this, deployment.stageName, reconciler);
    journal.grantInsertAndRead(reconciler); // of batches, whose members' ends it notes
    state.grantControls(reconciler);
    state.grantMarks(reconciler);
    state.grantCommandIndex(reconciler);
    bus.grantPut(reconciler);
    new Rule(this, 'Schedule', {
      description: `Switchboard ${deployment.stageName}: reconciliation`,
      schedule: Schedule.rate(EVERY),
      targets: [new LambdaFunction(reconciler.target)],
    });
    this.addAlarms(deployment.stageName);
  }

  private addAlarms(stage: string): void {
    const metric = (metricName: string) =>
      ownMetric(metricName, { stage, function: 'reconciler' }, { period: EVERY });
    addAlarm(this, 'events-missing', { metric: metric('ReconciliationMissing'), above: 0 });
    addAlarm(this, 'reconciliation-behind', {
      metric: metric('ReconciliationIncomplete'),
      above: 0,
      periods: MOST_INCOMPLETE_RUNS,
    });
  }
}
