import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import type { PlannedLane } from '../../shared/lanes/lane-plan.ts';
import { parameterNames } from '../../shared/lanes/parameter-names.ts';
import type { Deployment } from '../deployment.ts';
import { addDeadLetterQueue, addWorkQueue } from './message-queue.ts';

export type LaneProps = {
  readonly deployment: Deployment;
  /** The lane table's key, such as `email`. */
  readonly pool: string;
  readonly plan: PlannedLane;
};

/** One lane of a pool: a queue with its dead-letter queue, published under the name of every tier that it carries. */
export class Lane extends Construct {
  readonly plan: PlannedLane;
  readonly queue: Queue;
  readonly deadLetterQueue: Queue;

  constructor(scope: Construct, id: string, props: LaneProps) {
    super(scope, id);
    const { stage } = props.deployment;
    this.plan = props.plan;
    this.deadLetterQueue = addDeadLetterQueue(this, 'DeadLetters', stage);
    this.queue = addWorkQueue(this, 'Queue', { stage, ...props.plan, deadLetterQueue: this.deadLetterQueue });
    this.publish(props.deployment.stageName, props.pool);
  }

  private publish(stageName: string, pool: string): void {
    const names = parameterNames(stageName);
    for (const tier of this.plan.tiers) {
      this.parameter(`${tier}Url`, names.lane(pool, tier, 'url'), this.queue.queueUrl);
      this.parameter(`${tier}Arn`, names.lane(pool, tier, 'arn'), this.queue.queueArn);
      this.parameter(
        `${tier}DeadLetterUrl`,
        names.deadLetterQueueUrl(pool, tier),
        this.deadLetterQueue.queueUrl,
      );
    }
  }

  private parameter(id: string, parameterName: string, stringValue: string): void {
    new StringParameter(this, id, { parameterName, stringValue });
  }
}
