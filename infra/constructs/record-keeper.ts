import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { parameterNames } from '../../shared/lanes/parameter-names.ts';
import type { Deployment } from '../deployment.ts';
import type { Customers } from './customers.ts';
import type { Journal } from './journal.ts';
import { addOrderedDeadLetterQueue, addWorkQueue } from './message-queue.ts';
import { SwitchboardFunction } from './switchboard-function.ts';

export type RecordKeeperProps = {
  readonly deployment: Deployment;
  readonly journal: Journal;
  readonly customers: Customers;
};

const TIMEOUT_SECONDS = 30;
/** Conversations at once where each has one message: a FIFO queue scales by its groups. */
const MAX_CONCURRENCY = 2;
/** What stands behind a failing message counts its receives too, so there are more of them than elsewhere. */
const MAX_RECEIVES = 10;

/** The FIFO lane of commands that are recorded exactly once, and the function that commits them. */
export class RecordKeeper extends Construct {
  private readonly queue: Queue;
  private readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, props: RecordKeeperProps) {
    super(scope, id);
    const { stage, stageName } = props.deployment;
    this.deadLetters = addOrderedDeadLetterQueue(this, 'DeadLetters', stage);
    this.queue = addWorkQueue(this, 'Queue', {
      stage,
      fifo: true,
      visibilityTimeoutSeconds: 6 * TIMEOUT_SECONDS,
      deadLetterQueue: this.deadLetters,
      maxReceives: MAX_RECEIVES,
    });
    this.createFunction(props);
    this.publish(stageName);
  }

  /** Lets a function hand commands over. */
  grantSend(target: SwitchboardFunction): void {
    target.allow(['sqs:SendMessage'], [this.queue.queueArn]);
    target.setVariable('RECORD_LANE_URL', this.queue.queueUrl);
  }

  private createFunction({ deployment, journal, customers }: RecordKeeperProps): void {
    const keeper = new SwitchboardFunction(this, 'Keeper', {
      deployment,
      folder: 'record-keeper',
      description: `Switchboard ${deployment.stageName}: payments and consents, each exactly once`,
      memoryMb: 512,
      timeoutSeconds: TIMEOUT_SECONDS,
    });
    journal.grantInsert(keeper);
    customers.grantRecord(keeper);
    keeper.workOn('Queue', this.queue, {
      batchSize: 10,
      batchWindowSeconds: 0,
      maxConcurrency: MAX_CONCURRENCY,
    });
  }

  private publish(stageName: string): void {
    const names = parameterNames(stageName);
    new StringParameter(this, 'Url', {
      parameterName: names.recordLaneUrl,
      stringValue: this.queue.queueUrl,
    });
    new StringParameter(this, 'DeadLetterUrl', {
      parameterName: names.recordLaneDeadLetterUrl,
      stringValue: this.deadLetters.queueUrl,
    });
  }
}
