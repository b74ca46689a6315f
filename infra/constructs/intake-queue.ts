import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import { parameterNames } from '../../shared/lanes/parameter-names.ts';
import type { Deployment } from '../deployment.ts';
import type { DeadLetters } from './dead-letter-triage.ts';
import { addDeadLetterQueue, addWorkQueue } from './message-queue.ts';

/** A queue of what is no lane, and its dead letters for the triage of the stack. */
export type IntakeQueue = { readonly queue: Queue; readonly deadLetters: DeadLetters };

/** Adds the queue of an intake, such as `receipts`, for a function of that time-out, and publishes its URL. */
export const addIntakeQueue = (
  scope: Construct,
  { stage, stageName }: Deployment,
  intake: string,
  timeoutSeconds: number,
): IntakeQueue => {
  const deadLetterQueue = addDeadLetterQueue(scope, 'DeadLetters', stage);
  const queue = addWorkQueue(scope, 'Queue', {
    stage,
    visibilityTimeoutSeconds: 6 * timeoutSeconds,
    deadLetterQueue,
    maxReceives: 5,
  });
  new StringParameter(scope, 'QueueUrl', {
    parameterName: parameterNames(stageName).intakeQueueUrl(intake),
    stringValue: queue.queueUrl,
  });
  return { queue, deadLetters: { pool: intake, carries: 'news', queue: deadLetterQueue } };
};
