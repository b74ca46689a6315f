import { Stack } from 'aws-cdk-lib';
import { type EventPattern, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import type { AgentType } from '../../shared/agents/agent-registry.ts';
import { receiptTags } from '../../shared/channels/channel.ts';
import { parameterNames } from '../../shared/lanes/parameter-names.ts';
import type { Deployment } from '../deployment.ts';
import type { Customers } from './customers.ts';
import type { DeadLetters } from './dead-letter-triage.ts';
import { addIntakeQueue } from './intake-queue.ts';
import type { Journal } from './journal.ts';
import { SmsReplies } from './sms-replies.ts';
import { SwitchboardFunction } from './switchboard-function.ts';

export type ReceiptsIntakeProps = {
  readonly deployment: Deployment;
  readonly journal: Journal;
  readonly customers: Customers;
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

/** End User Messaging's names for what became of a text message or a call, there too. */
const MESSAGING_RECEIPTS = ['Text Message Delivery Status Updated', 'Voice Message Delivery Status Updated'];

const INTAKE = 'receipts';
const TIMEOUT_SECONDS = 15;
/** AWS's least for a mapping: 20 receipts at once keep up with a provider that sends 100 mails a second. */
const MAX_CONCURRENCY = 2;

/** The way of what providers tell into the journal: rules on the default bus and the topic of answers, queue, function. */
export class ReceiptsIntake extends Construct {
  /** For the triage of the stack. */
  readonly deadLetters: DeadLetters;
  private readonly queue: Queue;

  constructor(scope: Construct, id: string, props: ReceiptsIntakeProps) {
    super(scope, id);
    const intake = addIntakeQueue(this, props.deployment, INTAKE, TIMEOUT_SECONDS);
    this.queue = intake.queue;
    this.deadLetters = intake.deadLetters;
    this.createRules(props.deployment);
    this.createFunction(props, this.createSmsReplies(props.deployment));
  }

  /** Receipts of this stage's own messages: every stage of an account shares the default bus. */
  private createRules(deployment: Deployment): void {
    const sesAgents = agentTypesBy(deployment, 'ses');
    if (sesAgents.length > 0) {
      const { configurationSet } = parameterNames(deployment.stageName);
      const names = sesAgents.map((agentType) =>
        StringParameter.valueForStringParameter(this, configurationSet(agentType)),
      );
      const detail = { mail: { tags: { 'ses:configuration-set': names } } };
      this.addRule('SesReceipts', { source: ['aws.ses'], detailType: SES_RECEIPTS, detail });
    }
    if (agentTypesBy(deployment, 'sms', 'voice').length > 0) {
      // Its events name no configuration set; they carry the context that the message was sent with.
      const detail = { context: { [receiptTags.stage]: [deployment.stageName] } };
      const source = ['aws.sms-voice'];
      this.addRule('MessagingReceipts', { source, detailType: MESSAGING_RECEIPTS, detail });
    }
  }

  private addRule(id: string, eventPattern: EventPattern): void {
    new Rule(this, id, {
      eventPattern,
      targets: [new SqsQueue(this.queue, { deadLetterQueue: this.deadLetters.queue })],
    });
  }

  private createSmsReplies(deployment: Deployment): readonly SmsReplies[] {
    if (agentTypesBy(deployment, 'sms').length === 0) return [];
    const { queue } = this;
    const deadLetters = this.deadLetters.queue;
    return [new SmsReplies(this, 'SmsReplies', { deployment, queue, deadLetters })];
  }

  private createFunction(
    { deployment, journal, customers }: ReceiptsIntakeProps,
    smsReplies: readonly SmsReplies[],
  ): void {
    const receipts = new SwitchboardFunction(this, 'Receipts', {
      deployment,
      folder: 'provider-receipts',
      description: `Switchboard ${deployment.stageName}: providers' receipts to the journal`,
      memoryMb: 512,
      timeoutSeconds: TIMEOUT_SECONDS,
    });
    journal.grantInsertAndRead(receipts);
    customers.grantWrite(receipts);
    const { account } = Stack.of(this);
    receipts.setVariable('ACCOUNT_ID', account);
    const topicArns = smsReplies.map(({ topicArn }) => topicArn);
    receipts.setVariable('SMS_REPLY_TOPIC_ARNS', Stack.of(this).toJsonString(topicArns));
    receipts.workOn('Queue', this.queue, {
      batchSize: 10,
      batchWindowSeconds: 0,
      maxConcurrency: MAX_CONCURRENCY,
    });
  }
}

const agentTypesBy = (
  { agents }: Deployment,
  ...kinds: readonly AgentType['provider']['kind'][]
): readonly string[] =>
  Object.keys(agents).filter((agentType) => kinds.some((kind) => agents[agentType]?.provider.kind === kind));
