import { Duration } from 'aws-cdk-lib';
import { EventSourceMapping, type IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { PlannedLane } from '../../shared/lanes/lane-plan.ts';
import type { StageProfile } from '../../shared/lanes/stage.ts';

/** Concurrent invokes that one provisioned poller carries. */
export const INVOKES_PER_POLLER = 10;

/** How a queue feeds its function. */
export type QueueMappingProps = {
  readonly batchSize: number;
  readonly batchWindowSeconds: number;
  /** Concurrent invokes at most, from 2. */
  readonly maxConcurrency: number;
  /** Pollers that are always there; they take the place of the cap. @default none */
  readonly pollers?: Pollers;
};

/** Least and most pollers of a mapping. */
export type Pollers = { readonly minimum: number; readonly maximum: number };

/** Adds the mapping from a queue to a function, capped by concurrency or by pollers. */
export const addQueueMapping = (
  scope: Construct,
  id: string,
  target: IFunction,
  queue: IQueue,
  props: QueueMappingProps,
): EventSourceMapping =>
  new EventSourceMapping(scope, id, {
    target,
    eventSourceArn: queue.queueArn,
    batchSize: props.batchSize,
    maxBatchingWindow: Duration.seconds(props.batchWindowSeconds),
    reportBatchItemFailures: true,
    ...capOf(props),
  });

/** A lane's pollers under a profile: they carry at most its cap of invokes, unless the profile's minimum carries more. */
export const pollersOf = (
  { role, maxConcurrency }: Pick<PlannedLane, 'role' | 'maxConcurrency'>,
  { provisionedPollers }: StageProfile,
): Pollers | undefined => {
  if (provisionedPollers === undefined) return undefined;
  const minimum = provisionedPollers[role];
  return { minimum, maximum: Math.max(minimum, Math.floor(maxConcurrency / INVOKES_PER_POLLER)) };
};

const capOf = ({ maxConcurrency, pollers }: QueueMappingProps) =>
  pollers === undefined
    ? { maxConcurrency }
    : { provisionedPollerConfig: { minimumPollers: pollers.minimum, maximumPollers: pollers.maximum } };
