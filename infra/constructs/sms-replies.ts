import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { parameterNames } from '../../shared/lanes/parameter-names.ts';
import type { Deployment } from '../deployment.ts';

export type SmsRepliesProps = {
  readonly deployment: Deployment;
  /** Where answers go, and where those go that it does not take. */
  readonly queue: Queue;
  readonly deadLetters: Queue;
};

/**
 * The topic of two-way SMS: what customers answer, to the receipts queue. It is encrypted under a key of its own, since a
 * service cannot be allowed to use SNS's. A phone number names the topic by hand: `docs/deploy.md`.
 */
export class SmsReplies extends Construct {
  readonly topicArn: string;

  constructor(scope: Construct, id: string, props: SmsRepliesProps) {
    super(scope, id);
    const topic = new Topic(this, 'Topic', { masterKey: this.createKey(), enforceSSL: true });
    this.topicArn = topic.topicArn;
    topic.addToResourcePolicy(this.letProvider('sns:Publish', topic.topicArn));
    topic.addSubscription(
      new SqsSubscription(props.queue, { rawMessageDelivery: false, deadLetterQueue: props.deadLetters }),
    );
    new StringParameter(this, 'TopicArn', {
      parameterName: parameterNames(props.deployment.stageName).smsReplyTopicArn,
      stringValue: topic.topicArn,
    });
  }

  /** Nothing rests under it for longer than a delivery takes, so it goes with the stack. */
  private createKey(): Key {
    const key = new Key(this, 'Key', {
      description: 'Switchboard: answers by text message, between the provider and the receipts queue',
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    key.addToResourcePolicy(this.letProvider(['kms:GenerateDataKey', 'kms:Decrypt'], '*'));
    return key;
  }

  private letProvider(actions: string | readonly string[], resource: string): PolicyStatement {
    return new PolicyStatement({
      principals: [new ServicePrincipal('sms-voice.amazonaws.com')],
      actions: [actions].flat(),
      resources: [resource],
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
    });
  }
}
