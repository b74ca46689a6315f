import { Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { parameterNames } from '../../shared/lanes/parameter-names.ts';
import type { Deployment } from '../deployment.ts';
import type { Journal } from './journal.ts';
import { addDeadLetterQueue, addWorkQueue } from './message-queue.ts';
import { SwitchboardFunction } from './switchboard-function.ts';

export type ReceiptsIntakeProps = {
  readonly deployment: Deployment;
  readonly journal: Journal;
};

/** SES's names for what became of a mail, on the account's default bus: the only bus that it knows. */
const SES_RECEIPTS = [
  'Email Delivered',
  'Email Bounced',
  'Email Complaint Received',
  'Email Rejected',
  'Email Rendering Failed',
  'Email Delivery Delayed',
];

const TIMEOUT_SECONDS = 15;
/** AWS's least for a mapping: 20 receipts at once keep up with a provider that sends 100 mails a second. */
const MAX_CONCURRENCY = 2;

/** The way of the providers' receipts into the journal: rule on the default bus, queue, function. */
export class ReceiptsIntake extends Construct {
  private readonly deadLetters: Queue;
  private readonly queue: Queue;

  constructor(scope: Construct, id: string, props: ReceiptsIntakeProps) {
    super(scope, id);
    const { stage } = props.deployment;
    this.deadLetters = addDeadLetterQueue(this, 'DeadLetters', stage, 'receipts-dead-letter-queue-not-empty');
    this.queue = addWorkQueue(this, 'Queue', {
      stage,
      visibilityTimeoutSeconds: 6 * TIMEOUT_SECONDS,
      deadLetterQueue: this.deadLetters,
      maxReceives: 5,
    });
    this.createRule(props.deployment);
    this.createFunction(props);
  }

  /** Receipts of this stage's own mails: every stage of an account shares the default bus. */
  private createRule({ stageName, agents }: Deployment): void {
    const names = Object.keys(agents).map((agentType) =>
      StringParameter.valueForStringParameter(this, parameterNames(stageName).configurationSet(agentType)),
    );
    const detail = { mail: { tags: { 'ses:configuration-set': names } } };
    new Rule(this, 'SesReceipts', {
      eventPattern: { source: ['aws.ses'], detailType: SES_RECEIPTS, detail },
      targets: [new SqsQueue(this.queue, { deadLetterQueue: this.deadLetters })],
    });
  }

  private createFunction({ deployment, journal }: ReceiptsIntakeProps): void {
    const receipts = new SwitchboardFunction(this, 'Receipts', {
      deployment,
      folder: 'provider-receipts',
      description: `Switchboard ${deployment.stageName}: providers' receipts to the journal`,
      memoryMb: 512,
      timeoutSeconds: TIMEOUT_SECONDS,
    });
    journal.grantInsertAndRead(receipts);
    receipts.workOn('Queue', this.queue, {
      batchSize: 10,
      batchWindowSeconds: 0,
      maxConcurrency: MAX_CONCURRENCY,
    });
  }
}
