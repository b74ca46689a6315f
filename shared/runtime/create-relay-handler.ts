import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { followMembers } from '../batches/follow-members.ts';
import { memberEndOf } from '../batches/member-end.ts';
import { toFact } from '../journal/adapters/fact-item.ts';
import type { Fact } from '../journal/fact.ts';
import type { Journal } from '../journal/journal.ts';
import type { Event } from '../messages/event.ts';
import { errorFields, type Logger } from '../observability/logger.ts';
import type { Metrics } from '../observability/metrics.ts';
import { noteTold } from '../reconciliation/event-follower.ts';
import type { ToldMarks } from '../reconciliation/told-marks.ts';
import { eventOfFact } from '../relay/event-of-fact.ts';
import type { EventPublisher } from '../relay/event-publisher.ts';
import { type CommandIndex, indexedIn } from '../reports/command-index.ts';
import { noteCommands } from '../reports/index-follower.ts';

export type RelayDeps = {
  readonly publisher: EventPublisher;
  /** Where the ends of batches' members are noted. */
  readonly journal: Pick<Journal, 'get' | 'insert' | 'read'>;
  /** Where the reconciler looks for what the bus was told. */
  readonly marks: Pick<ToldMarks, 'note'>;
  /** Where reports find the commands that they count. */
  readonly index: Pick<CommandIndex, 'note'>;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly dimensions: Readonly<Record<string, string>>;
};

/**
 * Makes the relay's handler: facts from the journal's stream become EVENTs on the bus, in order. The answer names the first
 * record that failed, from which the stream comes again; an event told twice has the same id. What the bus took is marked,
 * the ends of batches' members are noted, and new commands are put into the index.
 */
export const createRelayHandler =
  ({ publisher, journal, marks, index, log, metrics, dimensions }: RelayDeps) =>
  async ({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
    const read = Records.map((record) => readFact(record.dynamodb?.NewImage, log));
    const news = read.flatMap((result, index) => (result.event ? [{ index, event: result.event }] : []));
    const published = await publisher.publish(news.map(({ event }) => event));
    const told = news.flatMap(({ event }, at) => (published[at] ? [event] : []));
    await noteTold(marks, told, log);
    const [unnoted, unindexed] = await Promise.all([
      noteMembers(read, journal, log),
      indexCommands(read, index, log),
    ]);
    const failed = [
      ...read.flatMap((result, index) => (result.broken ? [index] : [])),
      ...news.flatMap(({ index }, at) => (published[at] ? [] : [index])),
      ...unnoted,
      ...unindexed,
    ].toSorted((a, b) => a - b);
    metrics.put(dimensions, { EventsRelayed: news.length, RecordsFailed: failed.length });
    const first = failed[0];
    const itemIdentifier = first === undefined ? undefined : Records[first]?.dynamodb?.SequenceNumber;
    return { batchItemFailures: itemIdentifier === undefined ? [] : [{ itemIdentifier }] };
  };

type Read = {
  readonly fact?: Fact | undefined;
  readonly event?: Event | undefined;
  readonly broken?: boolean;
};

const readFact = (image: unknown, log: Logger): Read => {
  try {
    const fact = toFact(image);
    return { fact, event: eventOfFact(fact) };
  } catch (error) {
    log.error('stream record is no fact', errorFields(error));
    return { broken: true };
  }
};

/** The places of the records that must come again, since the ends that they tell of could not be noted. */
const noteMembers = async (
  read: readonly Read[],
  journal: RelayDeps['journal'],
  log: Logger,
): Promise<readonly number[]> => {
  try {
    await followMembers(
      read.flatMap(({ fact }) => (fact ? [fact] : [])),
      journal,
    );
    return [];
  } catch (error) {
    log.error("ends of batches' members are not noted", errorFields(error));
    return read.flatMap(({ fact }, index) => (fact && memberEndOf(fact) ? [index] : []));
  }
};

/** The places of the records that must come again, since the commands that they begin are not in the index. */
const indexCommands = async (
  read: readonly Read[],
  index: RelayDeps['index'],
  log: Logger,
): Promise<readonly number[]> => {
  try {
    await noteCommands(
      read.flatMap(({ fact }) => (fact ? [fact] : [])),
      index,
    );
    return [];
  } catch (error) {
    log.error('commands are not in the index', errorFields(error));
    return read.flatMap(({ fact }, place) => (fact && indexedIn(fact) ? [place] : []));
  }
};
