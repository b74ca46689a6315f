import { type EventBus, Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { maintenanceDue } from '../../shared/back-office/chore.ts';
import type { Deployment } from '../deployment.ts';
import type { DeadLetters } from './dead-letter-triage.ts';
import { addIntakeQueue } from './intake-queue.ts';
import type { Journal } from './journal.ts';
import { grantReports } from './reports-bucket.ts';
import type { State } from './state.ts';
import { SwitchboardFunction } from './switchboard-function.ts';

export type BackOfficeProps = {
  readonly deployment: Deployment;
  readonly bus: EventBus;
  readonly journal: Journal;
  readonly state: State;
};

/** Lambda's longest: a message's work ends by itself before, and the next one goes on. */
const TIMEOUT_SECONDS = 900;
const INTAKE = 'back-office';

/**
 * The lane of what has no haste, and the function that does it, apart from everything that contacts customers: reports, and
 * maintenance when its schedule or an EVENT says that it is due.
 */
export class BackOffice extends Construct {
  /** For the triage of the stack. */
  readonly deadLetters: DeadLetters;
  private readonly queue: Queue;

  constructor(scope: Construct, id: string, props: BackOfficeProps) {
    super(scope, id);
    const intake = addIntakeQueue(this, props.deployment, INTAKE, TIMEOUT_SECONDS);
    this.queue = intake.queue;
    this.deadLetters = intake.deadLetters;
    this.createFunction(props);
    this.createRules(props.bus);
  }

  /** Lets a function hand work over. */
  grantSend(target: SwitchboardFunction): void {
    target.allow(['sqs:SendMessage'], [this.queue.queueArn]);
    target.setVariable('BACK_OFFICE_LANE_URL', this.queue.queueUrl);
  }

  private createFunction({ deployment, journal, state }: BackOfficeProps): void {
    const office = new SwitchboardFunction(this, 'Office', {
      deployment,
      folder: 'back-office',
      description: `Switchboard ${deployment.stageName}: reports and maintenance`,
      memoryMb: 1024,
      timeoutSeconds: TIMEOUT_SECONDS,
    });
    journal.grantInsertAndRead(office);
    state.grantRead(office);
    grantReports(this, deployment.stageName, office);
    this.grantSend(office);
    office.workOn('Queue', this.queue, { batchSize: 1, batchWindowSeconds: 0, maxConcurrency: 2 });
  }

  /** At an hour at which the days of most customers' zones are quiet. */
  private createRules(eventBus: EventBus): void {
    new Rule(this, 'EachDay', {
      schedule: Schedule.cron({ hour: '3', minute: '17' }),
      targets: [new SqsQueue(this.queue, { message: RuleTargetInput.fromObject(maintenanceDue) })],
    });
    new Rule(this, 'WhenDue', {
      eventBus,
      eventPattern: { detailType: ['EVENT'], detail: { event: { type: ['MAINTENANCE_DUE'] } } },
      targets: [new SqsQueue(this.queue, { deadLetterQueue: this.deadLetters.queue })],
    });
  }
}
