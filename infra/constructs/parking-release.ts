import { Duration } from 'aws-cdk-lib';
import { type EventBus, Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { releasedBy } from '../../shared/parking/causes.ts';
import { clockTick } from '../../shared/parking/release-order.ts';
import type { Deployment } from '../deployment.ts';
import type { AgentLanes } from './agent-lanes.ts';
import type { Customers } from './customers.ts';
import type { DeadLetters } from './dead-letter-triage.ts';
import { addIntakeQueue } from './intake-queue.ts';
import type { Journal } from './journal.ts';
import { Parking } from './parking.ts';
import type { State } from './state.ts';
import { SwitchboardFunction } from './switchboard-function.ts';

export type ParkingReleaseProps = {
  readonly deployment: Deployment;
  readonly bus: EventBus;
  readonly agentLanes: AgentLanes;
  readonly journal: Journal;
  readonly customers: Customers;
  readonly state: State;
};

const TIMEOUT_SECONDS = 60;
const INTAKE = 'releases';

/**
 * The function that releases what was parked until an event: when that event comes on the bus, and each minute what it left; it
 * orders its own next pages.
 */
export class ParkingRelease extends Construct {
  /** For the triage of the stack. */
  readonly deadLetters: DeadLetters;

  constructor(scope: Construct, id: string, props: ParkingReleaseProps) {
    super(scope, id);
    const { queue, deadLetters } = addIntakeQueue(this, props.deployment, INTAKE, TIMEOUT_SECONDS);
    this.deadLetters = deadLetters;
    new Rule(this, 'Rule', {
      eventBus: props.bus,
      eventPattern: { detailType: ['EVENT'], detail: { event: { type: Object.keys(releasedBy) } } },
      targets: [new SqsQueue(queue, { deadLetterQueue: deadLetters.queue })],
    });
    new Rule(this, 'EachMinute', {
      schedule: Schedule.rate(Duration.minutes(1)),
      targets: [new SqsQueue(queue, { message: RuleTargetInput.fromObject(clockTick) })],
    });
    this.createFunction(queue, props);
  }

  private createFunction(
    queue: Queue,
    { deployment, agentLanes, journal, customers, state }: ParkingReleaseProps,
  ): void {
    const release = new SwitchboardFunction(this, 'Release', {
      deployment,
      folder: 'parking-release',
      description: `Switchboard ${deployment.stageName}: parked messages whose cause is over`,
      memoryMb: 512,
      timeoutSeconds: TIMEOUT_SECONDS,
    });
    journal.grantInsertAndRead(release);
    customers.grantDecrypt(release);
    state.grantControls(release);
    new Parking(this, 'Parking', { deployment, state }).grantTake(release);
    agentLanes.grantSend(release);
    release.allow(['sqs:SendMessage'], [queue.queueArn]);
    release.workOn('Queue', queue, { batchSize: 1, batchWindowSeconds: 0, maxConcurrency: 2 });
  }
}
