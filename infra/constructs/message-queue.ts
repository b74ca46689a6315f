import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Queue, QueueEncryption, type QueueProps } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { Stage } from '../../shared/lanes/stage.ts';
import { type AlarmName, addAlarm, addDeadLetterAlarm, addRecordLaneAlarm } from './alarm.ts';

/** A message that failed is kept this long; the days count from its first enqueue, not from the move. */
const DEAD_LETTER_DAYS = 14;
const WORK_DAYS = 4;

/** The time-out of the function that empties dead-letter queues; they hide messages for six times as long. */
export const TRIAGE_TIMEOUT_SECONDS = 15;

/** A queue that functions work on. */
export type WorkQueueProps = {
  readonly stage: Stage;
  readonly visibilityTimeoutSeconds: number;
  readonly deadLetterQueue: Queue;
  /** Receives before a message goes to the dead-letter queue. */
  readonly maxReceives: number;
  /** In order by message group. @default false */
  readonly fifo?: boolean;
};

/** Adds an encrypted queue, TLS only, that keeps messages 4 days and gives failed ones to its dead-letter queue. */
export const addWorkQueue = (scope: Construct, id: string, props: WorkQueueProps): Queue =>
  new Queue(scope, id, {
    ...protectedBy(props.stage),
    ...orderOf(props),
    retentionPeriod: Duration.days(WORK_DAYS),
    visibilityTimeout: Duration.seconds(props.visibilityTimeoutSeconds),
    deadLetterQueue: { queue: props.deadLetterQueue, maxReceiveCount: props.maxReceives },
  });

/** Adds an encrypted dead-letter queue, TLS only, that keeps messages 14 days, with its alarm; its stack's triage empties it. */
export const addDeadLetterQueue = (scope: Construct, id: string, stage: Stage): Queue => {
  const queue = new Queue(scope, id, {
    ...protectedBy(stage),
    retentionPeriod: Duration.days(DEAD_LETTER_DAYS),
    visibilityTimeout: Duration.seconds(6 * TRIAGE_TIMEOUT_SECONDS),
  });
  addDeadLetterAlarm(scope, queue);
  return queue;
};

/**
 * The same for a queue that keeps an order. No triage empties it: SQS's own redrive, FIFO to FIFO, keeps the order, and what
 * waits here pages.
 */
export const addOrderedDeadLetterQueue = (scope: Construct, id: string, stage: Stage): Queue => {
  const queue = new Queue(scope, id, {
    ...protectedBy(stage),
    ...orderOf({ fifo: true }),
    retentionPeriod: Duration.days(DEAD_LETTER_DAYS),
  });
  addRecordLaneAlarm(scope, queue);
  return queue;
};

/**
 * Adds an encrypted queue, TLS only, for events that a rule's target never took, 14 days, with an alarm of this name. No triage
 * empties it: what makes up for such an event is in the alarm's page of the runbook.
 */
export const addLostEventsQueue = (scope: Construct, id: string, stage: Stage, alarm: AlarmName): Queue => {
  const queue = new Queue(scope, id, {
    ...protectedBy(stage),
    retentionPeriod: Duration.days(DEAD_LETTER_DAYS),
  });
  addAlarm(queue, alarm, {
    metric: queue.metricApproximateNumberOfMessagesVisible({
      period: Duration.minutes(5),
      statistic: 'Maximum',
    }),
    above: 0,
  });
  return queue;
};

/** Senders name their own ids: two messages with the same words are not the same message. */
const orderOf = ({ fifo = false }: Pick<WorkQueueProps, 'fifo'>): QueueProps => (fifo ? { fifo } : {});

const protectedBy = (stage: Stage): QueueProps => ({
  encryption: QueueEncryption.SQS_MANAGED,
  enforceSSL: true,
  removalPolicy: stage.removeDataOnDestroy ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
});
