import { Aws, Duration } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type Bucket, CfnBucket, type IBucket } from 'aws-cdk-lib/aws-s3';
import { ReceiptRuleSet, TlsPolicy } from 'aws-cdk-lib/aws-ses';
import { S3 } from 'aws-cdk-lib/aws-ses-actions';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { parameterNames } from '../../shared/lanes/parameter-names.ts';
import type { Deployment } from '../deployment.ts';
import type { Customers } from './customers.ts';
import { addDataBucket } from './data-bucket.ts';
import type { DeadLetters } from './dead-letter-triage.ts';
import type { Journal } from './journal.ts';
import { addDeadLetterQueue, addWorkQueue } from './message-queue.ts';
import { SwitchboardFunction } from './switchboard-function.ts';

export type InboundMailProps = {
  readonly deployment: Deployment;
  /** The registry's key of the agent type that is answered, such as `email`. */
  readonly agentType: string;
  /** The domain whose mail is received. */
  readonly domain: string;
  readonly journal: Journal;
  readonly customers: Customers;
};

const TIMEOUT_SECONDS = 30;
/** A mail is people's words in the clear: kept only as long as a dead letter that names it. */
const MAIL_DAYS = 14;
/** AWS's least for a mapping. */
const MAX_CONCURRENCY = 2;

/** The way of customers' mails into the journal: SES's receipt rule, bucket, queue, function. */
export class InboundMail extends Construct {
  /** For the triage of the stack. */
  readonly deadLetters: DeadLetters;
  private readonly props: InboundMailProps;

  constructor(scope: Construct, id: string, props: InboundMailProps) {
    super(scope, id);
    this.props = props;
    const intake = `mail-${props.agentType}`;
    this.deadLetters = {
      pool: intake,
      carries: 'news',
      queue: addDeadLetterQueue(this, 'DeadLetters', props.deployment.stage),
    };
    const queue = this.createQueue();
    new StringParameter(this, 'QueueUrl', {
      parameterName: parameterNames(props.deployment.stageName).intakeQueueUrl(intake),
      stringValue: queue.queueUrl,
    });
    const bucket = this.createBucket(queue);
    // LocalStack takes no mail; the provider sandbox puts what it receives into the bucket itself.
    if (!props.deployment.stage.localProviders) this.createReceiptRule(bucket);
    this.createFunction(bucket, queue);
  }

  private createQueue(): Queue {
    const { stage } = this.props.deployment;
    const queue = addWorkQueue(this, 'Queue', {
      stage,
      visibilityTimeoutSeconds: 6 * TIMEOUT_SECONDS,
      deadLetterQueue: this.deadLetters.queue,
      maxReceives: 5,
    });
    // The bucket cannot be named: it is told of this queue, so it has to come after it.
    queue.addToResourcePolicy(
      new PolicyStatement({
        actions: ['sqs:SendMessage'],
        principals: [new ServicePrincipal('s3.amazonaws.com')],
        resources: [queue.queueArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
    );
    return queue;
  }

  private createBucket(queue: Queue): Bucket {
    const { deployment, agentType } = this.props;
    const { stage, stageName } = deployment;
    const bucket = addDataBucket(this, 'Bucket', stage, {
      expiration: Duration.days(MAIL_DAYS),
      abortIncompleteMultipartUploadAfter: Duration.days(1),
    });
    this.notify(bucket, queue);
    new StringParameter(this, 'BucketName', {
      parameterName: parameterNames(stageName).mailBucketName(agentType),
      stringValue: bucket.bucketName,
    });
    return bucket;
  }

  /** By the bucket's own property: CDK's way is a function of its own with rights over every bucket. */
  private notify(bucket: Bucket, queue: Queue): void {
    const { defaultChild } = bucket.node;
    if (!(defaultChild instanceof CfnBucket))
      throw new Error(`${this.node.path}: the bucket has no resource`);
    defaultChild.notificationConfiguration = {
      queueConfigurations: [{ event: 's3:ObjectCreated:*', queue: queue.queueArn }],
    };
    bucket.node.addDependency(queue.node.findChild('Policy'));
  }

  private createReceiptRule(bucket: Bucket): void {
    new ReceiptRuleSet(this, 'RuleSet').addRule('ToBucket', {
      recipients: [this.props.domain],
      scanEnabled: true,
      tlsPolicy: TlsPolicy.REQUIRE,
      // It is one; only `isWebsite?: boolean` and `isWebsite: boolean | undefined` keep the compiler from seeing it.
      actions: [new S3({ bucket: bucket as IBucket })],
    });
  }

  private createFunction(bucket: Bucket, queue: Queue): void {
    const { deployment, journal, customers } = this.props;
    const reader = new SwitchboardFunction(this, 'Reader', {
      deployment,
      folder: 'inbound-mail',
      description: `Switchboard ${deployment.stageName}: customers' mails to the journal`,
      memoryMb: 512,
      timeoutSeconds: TIMEOUT_SECONDS,
    });
    journal.grantInsertAndRead(reader);
    customers.grantWrite(reader);
    reader.allow(['s3:GetObject'], [bucket.arnForObjects('*')]);
    // Without it S3 says of a mail that expired "forbidden", not "gone".
    reader.allow(['s3:ListBucket'], [bucket.bucketArn]);
    reader.setVariable('MAIL_BUCKET', bucket.bucketName);
    reader.workOn('Queue', queue, { batchSize: 5, batchWindowSeconds: 0, maxConcurrency: MAX_CONCURRENCY });
  }
}
