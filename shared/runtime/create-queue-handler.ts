import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { LaneQueue } from '../lanes/lane-queue.ts';
import { errorFields, type Logger } from '../observability/logger.ts';
import type { Metrics } from '../observability/metrics.ts';
import { backoffMs } from '../resilience/backoff.ts';
import { Batch } from './batch.ts';
import { isolateSuspects, receivesOf } from './isolate-suspects.ts';
import { retryLater, type Settled } from './settled.ts';

/** The wait of a message that goes back to its queue: 1 s doubling, at most 5 min. */
const RETRY_BOUNDS = { baseMs: 1000, capMs: 300_000 };

export type QueueHandlerDeps = {
  readonly queue: Pick<LaneQueue, 'delete' | 'returnLater'>;
  readonly log: Logger;
  readonly metrics: Metrics;
  /** Bounded dimensions of this consumer's metrics, such as `{ stage: 'prod', agentType: 'email' }`. */
  readonly dimensions: Readonly<Record<string, string>>;
  readonly random: () => number;
  /** Milliseconds that one group of messages may take; a group is not begun with less time left. */
  readonly groupMs: number;
};

/**
 * Makes the handler of a queue: works on the messages of an event with `work`, answers with the failed ones, and gives those
 * a wait with full jitter.
 */
export const createQueueHandler =
  (deps: QueueHandlerDeps, work: (batch: Batch) => Promise<void>) =>
  async (event: SQSEvent, context: Pick<Context, 'getRemainingTimeInMillis'>): Promise<SQSBatchResponse> => {
    const groups = isolateSuspects(event.Records);
    const ends: (readonly [SQSRecord, Settled])[] = [];
    for (const group of groups) {
      const ended = await workOn(group, deps, context, work);
      ends.push(...ended);
      // A later group may crash the function, and with it this answer.
      if (groups.length > 1)
        await deps.queue.delete(ended.filter(isDone).map(([record]) => receiptOf(record)));
    }
    report(ends, deps);
    return returnFailures(ends, deps);
  };

const workOn = async (
  records: readonly SQSRecord[],
  deps: QueueHandlerDeps,
  context: Pick<Context, 'getRemainingTimeInMillis'>,
  work: (batch: Batch) => Promise<void>,
) => {
  const batch = new Batch(records, () => context.getRemainingTimeInMillis(), deps.log);
  if (batch.remainingMs() < deps.groupMs) {
    return records.map((record) => [record, retryLater('OUT_OF_TIME')] as const);
  }
  try {
    await work(batch);
    return batch.settlements;
  } catch (error) {
    deps.log.error('batch failed', { messages: records.length, ...errorFields(error) });
    return records.map((record) => [record, retryLater('BATCH_FAILED')] as const);
  }
};

const returnFailures = async (
  ends: readonly (readonly [SQSRecord, Settled])[],
  { queue, random, log }: QueueHandlerDeps,
): Promise<SQSBatchResponse> => {
  const failed = ends.filter((end) => !isDone(end));
  const returns = failed.map(([record, { retry }]) => ({
    ...receiptOf(record),
    delaySeconds: Math.ceil(backoffMs(receivesOf(record), RETRY_BOUNDS, random, retry?.askedMs) / 1000),
  }));
  try {
    if (returns.length > 0) await queue.returnLater(returns);
  } catch (error) {
    log.error('messages come back by the queue time-out', {
      messages: returns.length,
      ...errorFields(error),
    });
  }
  return { batchItemFailures: failed.map(([record]) => ({ itemIdentifier: record.messageId })) };
};

const report = (ends: readonly (readonly [SQSRecord, Settled])[], deps: QueueHandlerDeps): void => {
  const counts: Record<string, number> = {};
  for (const [record, { outcome, retry }] of ends) {
    counts[outcome] = (counts[outcome] ?? 0) + 1;
    if (retry) deps.log.info('message goes back', { intakeId: record.messageId, cause: retry.cause });
  }
  deps.metrics.put(deps.dimensions, counts);
};

const isDone = ([, settled]: readonly [SQSRecord, Settled]): boolean => settled.retry === undefined;

const receiptOf = (record: SQSRecord) => ({
  queueArn: record.eventSourceARN,
  receiptHandle: record.receiptHandle,
});
