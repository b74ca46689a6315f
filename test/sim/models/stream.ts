import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import type { Fact } from '../../../shared/journal/fact.ts';
import type { EnvironmentDeps } from './environment.ts';
import type { FunctionPool } from './function-pool.ts';

const SHARDS = 4;
const BATCH_SIZE = 100;
const READ_MS = { from: 100, to: 1500 };

type Shard = { readonly records: DynamoDBRecord[]; isBusy: boolean };

/** The journal's stream and one reader of it: in order within an aggregate, at least once. */
export class Stream {
  readonly #deps: EnvironmentDeps;
  readonly #pool: FunctionPool<DynamoDBStreamEvent, DynamoDBBatchResponse>;
  readonly #shards: readonly Shard[] = Array.from({ length: SHARDS }, () => ({ records: [], isBusy: false }));
  #sequence = 0;

  constructor(deps: EnvironmentDeps, pool: FunctionPool<DynamoDBStreamEvent, DynamoDBBatchResponse>) {
    this.#deps = deps;
    this.#pool = pool;
  }

  push(fact: Fact): void {
    this.#sequence += 1;
    // Every character of an id counts alike here; the last ones differ most.
    const shard = this.#shards[fact.aggregate.charCodeAt(fact.aggregate.length - 1) % SHARDS] as Shard;
    shard.records.push(toRecord(fact, this.#sequence));
    this.#readSoon(shard);
  }

  #readSoon(shard: Shard): void {
    if (shard.isBusy || shard.records.length === 0) return;
    shard.isBusy = true;
    const { clock, random } = this.#deps;
    clock.after(random.between(READ_MS.from, READ_MS.to), () => void this.#read(shard));
  }

  async #read(shard: Shard): Promise<void> {
    const records = shard.records.slice(0, BATCH_SIZE);
    const answer = await this.#pool.invoke({ Records: records });
    shard.records.splice(0, this.#doneOf(records, answer));
    shard.isBusy = false;
    this.#readSoon(shard);
  }

  /** How many records of a batch are behind the reader. */
  #doneOf(records: readonly DynamoDBRecord[], answer: DynamoDBBatchResponse | 'died' | 'threw'): number {
    if (typeof answer === 'string' || this.#deps.faults.strikes('stream batch again')) return 0;
    const failed = answer.batchItemFailures[0]?.itemIdentifier;
    return failed === undefined
      ? records.length
      : records.findIndex(({ dynamodb }) => dynamodb?.SequenceNumber === failed);
  }
}

const toRecord = ({ aggregate, key, type, at, sequence, body }: Fact, number: number): DynamoDBRecord => ({
  dynamodb: {
    SequenceNumber: String(number),
    NewImage: {
      aggregate: { S: aggregate },
      key: { S: key },
      type: { S: type },
      at: { N: String(at) },
      sequence: { N: String(sequence) },
      body: { S: JSON.stringify(body) },
    },
  },
});
