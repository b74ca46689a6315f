import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { toFact } from '../journal/adapters/fact-item.ts';
import type { Event } from '../messages/event.ts';
import { errorFields, type Logger } from '../observability/logger.ts';
import type { Metrics } from '../observability/metrics.ts';
import { noteTold } from '../reconciliation/event-follower.ts';
import type { ToldMarks } from '../reconciliation/told-marks.ts';
import { eventOfFact } from '../relay/event-of-fact.ts';
import type { EventPublisher } from '../relay/event-publisher.ts';

export type RelayDeps = {
  readonly publisher: EventPublisher;
  /** Where the reconciler looks for what the bus was told. */
  readonly marks: Pick<ToldMarks, 'note'>;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly dimensions: Readonly<Record<string, string>>;
};

/**
 * Makes the relay's handler: facts from the journal's stream become EVENTs on the bus, in order. The answer names the first
 * record that failed, from which the stream comes again; an event told twice has the same id. What the bus took is marked.
 */
export const createRelayHandler =
  ({ publisher, marks, log, metrics, dimensions }: RelayDeps) =>
  async ({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
    const read = Records.map((record) => readEvent(record.dynamodb?.NewImage, log));
    const news = read.flatMap((result, index) => (result.event ? [{ index, event: result.event }] : []));
    const published = await publisher.publish(news.map(({ event }) => event));
    const told = news.flatMap(({ event }, at) => (published[at] ? [event] : []));
    await noteTold(marks, told, log);
    const failed = [
      ...read.flatMap((result, index) => (result.broken ? [index] : [])),
      ...news.flatMap(({ index }, at) => (published[at] ? [] : [index])),
    ].toSorted((a, b) => a - b);
    metrics.put(dimensions, { EventsRelayed: news.length, RecordsFailed: failed.length });
    const first = failed[0];
    const itemIdentifier = first === undefined ? undefined : Records[first]?.dynamodb?.SequenceNumber;
    return { batchItemFailures: itemIdentifier === undefined ? [] : [{ itemIdentifier }] };
  };

const readEvent = (image: unknown, log: Logger): { event?: Event | undefined; broken?: boolean } => {
  try {
    return { event: eventOfFact(toFact(image)) };
  } catch (error) {
    log.error('stream record is no fact', errorFields(error));
    return { broken: true };
  }
};
