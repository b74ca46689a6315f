import {
  DescribeStreamCommand,
  type DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type _Record as StreamRecord,
} from '@aws-sdk/client-dynamodb-streams';
import { backoffMs } from '../../resilience/backoff.ts';
import { ReconciliationUnavailableError } from '../errors.ts';
import type { FactSource, FoundFact, SourcePage, SourcePosition } from '../fact-source.ts';
import { factIn } from './fact-in.ts';

/**
 * Milliseconds between two reads: relay and audit read the same shards, and AWS advises two readers at most. We take what they
 * leave; a shard gives two reads of ours in a second at most.
 */
const PAUSE_MS = 500;
/** Tries of a call that is throttled; the others go first. */
const MOST_TRIES = 8;
const RETRY_BOUNDS = { baseMs: 500, capMs: 10_000 };
/**
 * Empty answers in a row after which a shard that is still written to counts as read; some lie before records too, which are
 * then read in a later run, at the latest when the shard is closed, after about four hours.
 */
const MOST_EMPTY = 5;

const PASSING = new Set([
  'LimitExceededException',
  'ProvisionedThroughputExceededException',
  'ThrottlingException',
  'InternalServerError',
]);

export type DynamoDbJournalStreamOptions = {
  readonly client: Pick<DynamoDBStreamsClient, 'send'>;
  readonly streamArn: string;
  /** A random number of [0, 1), for the jitter of retries. */
  readonly random: () => number;
  readonly sleep: (ms: number) => Promise<void>;
};

/** The journal's stream, read once more: the inserts of about 24 hours, in shards. Throws `ReconciliationUnavailableError`. */
export class DynamoDbJournalStream implements FactSource {
  readonly #options: DynamoDbJournalStreamOptions;
  /** The last sequence numbers of the shards that get no more records. */
  readonly #ends = new Map<string, string>();

  constructor(options: DynamoDbJournalStreamOptions) {
    this.#options = options;
  }

  async parts(): Promise<readonly string[]> {
    const { client, streamArn: StreamArn } = this.#options;
    const ids: string[] = [];
    let ExclusiveStartShardId: string | undefined;
    do {
      const command = new DescribeStreamCommand({ StreamArn, ExclusiveStartShardId });
      const { StreamDescription } = await this.#patiently(() => client.send(command));
      for (const { ShardId, SequenceNumberRange } of StreamDescription?.Shards ?? []) {
        if (ShardId === undefined) continue;
        ids.push(ShardId);
        const end = SequenceNumberRange?.EndingSequenceNumber;
        if (end !== undefined) this.#ends.set(ShardId, end);
      }
      ExclusiveStartShardId = StreamDescription?.LastEvaluatedShardId;
    } while (ExclusiveStartShardId !== undefined);
    return ids;
  }

  async read({ partId, after, cursor }: SourcePosition): Promise<SourcePage> {
    const end = this.#ends.get(partId);
    if (end !== undefined && end === after) return { found: [], next: undefined };
    let iterator = cursor ?? (await this.#iteratorAt(partId, after));
    for (let empty = 0; iterator !== undefined && empty < MOST_EMPTY; empty += 1) {
      const { Records = [], NextShardIterator } = await this.#getRecords(iterator);
      iterator = NextShardIterator;
      const last = Records.at(-1)?.dynamodb?.SequenceNumber;
      if (last === undefined) continue;
      const next = iterator === undefined ? undefined : { partId, after: last, cursor: iterator };
      return { found: Records.flatMap(foundIn), upTo: next === undefined ? (end ?? last) : last, next };
    }
    if (iterator === undefined) return { found: [], upTo: end, next: undefined };
    return { found: [], next: end === undefined ? undefined : { partId, after, cursor: iterator } };
  }

  async #getRecords(ShardIterator: string) {
    const { client, sleep } = this.#options;
    await sleep(PAUSE_MS);
    return this.#patiently(() => client.send(new GetRecordsCommand({ ShardIterator })));
  }

  /** `undefined` where the shard has gone. What lay before the oldest record that is kept has gone too. */
  async #iteratorAt(ShardId: string, after: string | undefined): Promise<string | undefined> {
    const { client, streamArn: StreamArn } = this.#options;
    const place =
      after === undefined
        ? { ShardIteratorType: 'TRIM_HORIZON' as const }
        : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER' as const, SequenceNumber: after };
    const command = new GetShardIteratorCommand({ StreamArn, ShardId, ...place });
    try {
      return (await client.send(command)).ShardIterator;
    } catch (cause) {
      if (isNamed(cause, 'TrimmedDataAccessException')) return this.#iteratorAt(ShardId, undefined);
      if (isNamed(cause, 'ResourceNotFoundException')) return undefined;
      throw new ReconciliationUnavailableError('stream: no place in a shard', { cause });
    }
  }

  async #patiently<Answer>(call: () => Promise<Answer>): Promise<Answer> {
    const { sleep, random } = this.#options;
    for (let tries = 1; ; tries += 1) {
      try {
        return await call();
      } catch (cause) {
        const mayPass = cause instanceof Error && PASSING.has(cause.name);
        if (!mayPass || tries === MOST_TRIES) {
          throw new ReconciliationUnavailableError('stream: cannot be read', { cause });
        }
        await sleep(backoffMs(tries, RETRY_BOUNDS, random));
      }
    }
  }
}

/** Facts are inserted and expire; only inserts say something new. */
const foundIn = ({ eventName, dynamodb }: StreamRecord): FoundFact[] => {
  if (eventName !== 'INSERT' || dynamodb?.SequenceNumber === undefined) return [];
  const at = dynamodb.ApproximateCreationDateTime?.getTime() ?? 0;
  return [{ sequenceNumber: dynamodb.SequenceNumber, at, fact: factIn(dynamodb.NewImage) }];
};

const isNamed = (error: unknown, name: string): boolean => error instanceof Error && error.name === name;
