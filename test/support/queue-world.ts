import { randomUUID } from 'node:crypto';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { LaneQueue } from '../../shared/lanes/lane-queue.ts';
import { anSqsRecord } from './an-sqs-record.ts';
import type { CrashWorld } from './crash-everywhere.ts';
import type { CrashPlan } from './crash-plan.ts';
import { recordingPorts } from './recording-ports.ts';

type Handler = (
  event: SQSEvent,
  context: Pick<Context, 'getRemainingTimeInMillis'>,
) => Promise<SQSBatchResponse>;

/** What every consumer of a queue is made of, its queue wrapped by the plan. */
export const queueDeps = (queue: LaneQueue) => ({
  ...recordingPorts(),
  queue,
  dimensions: {},
  groupMs: 1000,
  random: () => 0.5,
});

const FUNCTION_MS = 6000;
/** Longer than an owner lives: whoever comes next finds the one before dead. */
const BETWEEN_MS = 60_000;

/** A queue in virtual time: what is not acknowledged comes again, a minute later. */
export const queueWorld = (
  bodies: readonly unknown[],
  clock: { now: number },
  handlerOf: (plan: CrashPlan, queue: LaneQueue) => Handler,
  check: () => Promise<void>,
): CrashWorld => {
  const waiting = new Map(bodies.map((body) => [randomUUID() as string, body]));
  let receives = 0;
  const queue: LaneQueue = {
    delete: async (receipts) => {
      for (const { receiptHandle } of receipts) waiting.delete(receiptHandle.replace('receipt-', ''));
    },
    returnLater: async () => undefined,
    setAside: async (messages) => messages.map(() => true),
  };
  return {
    check,
    invoke: async (plan) => {
      clock.now += BETWEEN_MS;
      receives += 1;
      const Records = [...waiting].map(([id, body]) => anSqsRecord(body, receives, id));
      const handler = handlerOf(plan, plan.wrap(queue));
      const answer = await handler({ Records }, { getRemainingTimeInMillis: () => FUNCTION_MS });
      const failed = new Set(answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
      for (const { messageId } of Records) if (!failed.has(messageId)) waiting.delete(messageId);
      return waiting.size === 0;
    },
  };
};
