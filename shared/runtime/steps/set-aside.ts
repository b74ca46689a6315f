import type { SQSRecord } from 'aws-lambda';
import type { LaneQueue } from '../../lanes/lane-queue.ts';
import { errorFields, type Logger } from '../../observability/logger.ts';
import type { Batch } from '../batch.ts';
import { Settled } from '../settled.ts';

/**
 * Puts messages that must wait for a service into their lanes' dead-letter queues, in one call for all, after their facts are
 * recorded; those are done here. One that could not be put there comes back by its lane.
 */
export const setAside = async (
  batch: Batch,
  { queue, log }: { readonly queue: Pick<LaneQueue, 'setAside'>; readonly log: Logger },
): Promise<void> => {
  const waiting = batch.gather(({ aside, outcome }, record) =>
    aside === undefined ? undefined : { record, cause: aside, outcome },
  );
  if (waiting.length === 0) return;
  try {
    const taken = await queue.setAside(waiting.map(({ record, cause }) => toMessage(record, cause)));
    for (const [at, { record, outcome }] of waiting.entries())
      if (taken[at]) batch.settle(record, new Settled(outcome, []));
  } catch (error) {
    log.error('messages not set aside', { messages: waiting.length, ...errorFields(error) });
  }
};

const toMessage = ({ eventSourceARN, body }: SQSRecord, cause: string) => ({
  queueArn: eventSourceARN,
  body,
  cause,
});
