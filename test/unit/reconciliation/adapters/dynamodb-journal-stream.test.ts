import { describe, expect, it } from 'vitest';
import { fact } from '../../../../shared/journal/command-facts.ts';
import { DynamoDbJournalStream } from '../../../../shared/reconciliation/adapters/dynamodb-journal-stream.ts';
import { itemOf } from '../../../support/item-of.ts';

type Shard = { readonly records: readonly (object | 'nothing')[]; readonly end?: string };

const aRecord = (sequenceNumber: string, eventName = 'INSERT', NewImage?: object) => ({
  eventName,
  dynamodb: {
    SequenceNumber: sequenceNumber,
    ApproximateCreationDateTime: new Date(1_700_000_000_000),
    NewImage:
      NewImage ?? itemOf(fact('not-accepted', `command#${sequenceNumber}`, 1, { attempt: 1 } as never)),
  },
});

const named = (name: string) => Object.assign(new Error('refused'), { name });

/** As much of DynamoDB Streams as the adapter asks for: a record or an empty answer at each read. */
class StreamStub {
  readonly calls: string[] = [];
  readonly waits: number[] = [];
  readonly errors: Error[] = [];
  readonly source: DynamoDbJournalStream;
  readonly #shards: Readonly<Record<string, Shard>>;

  constructor(shards: Readonly<Record<string, Shard>>) {
    this.#shards = shards;
    this.source = new DynamoDbJournalStream({
      client: { send: (command: object) => this.#send(command as never) } as never,
      streamArn: 'stream',
      random: () => 0.5,
      sleep: async (ms) => void this.waits.push(ms),
    });
  }

  async #send(command: { readonly input: Record<string, string> }) {
    const { input } = command;
    const { name } = command.constructor;
    this.calls.push([name, input['ShardIteratorType'], input['SequenceNumber']].filter(Boolean).join(' '));
    const error = this.errors.shift();
    if (error !== undefined) throw error;
    if (name === 'DescribeStreamCommand') return this.#describe(input['ExclusiveStartShardId']);
    const [shardId = '', at = '0'] = (input['ShardIterator'] ?? '').split(' ');
    const shard = this.#shards[input['ShardId'] ?? shardId] ?? { records: [] };
    if (name === 'GetShardIteratorCommand') {
      const reached = input['SequenceNumber'] ?? 'none';
      const after = shard.records.findIndex((record) => sequenceOf(record) === reached) + 1;
      return { ShardIterator: `${input['ShardId']} ${after}` };
    }
    const record = shard.records[Number(at)];
    const isOver = shard.end !== undefined && Number(at) + 1 >= shard.records.length;
    return {
      Records: record === undefined || record === 'nothing' ? [] : [record],
      NextShardIterator: isOver ? undefined : `${shardId} ${Number(at) + 1}`,
    };
  }

  /** One shard in each answer. */
  #describe(after: string | undefined) {
    const ids = Object.keys(this.#shards);
    const at = after === undefined ? 0 : ids.indexOf(after) + 1;
    const ShardId = ids[at] ?? '';
    const end = this.#shards[ShardId]?.end;
    const Shards = [{ ShardId, SequenceNumberRange: end === undefined ? {} : { EndingSequenceNumber: end } }];
    return {
      StreamDescription: { Shards, LastEvaluatedShardId: at + 1 < ids.length ? ShardId : undefined },
    };
  }

  /** Reads a part page by page to its end: sequence numbers of facts, and how far it was read. */
  async readAll(partId: string, after?: string) {
    await this.source.parts();
    const seen: string[] = [];
    let position: Parameters<DynamoDbJournalStream['read']>[0] | undefined = { partId, after };
    let upTo = after;
    for (let pages = 0; position !== undefined; pages += 1) {
      if (pages > 50) throw new Error('the part never ends');
      const page = await this.source.read(position);
      seen.push(
        ...page.found.map(({ sequenceNumber, fact: of }) => `${sequenceNumber} ${of?.type ?? 'no fact'}`),
      );
      upTo = page.upTo ?? upTo;
      position = page.next;
    }
    return { seen, upTo };
  }
}

const sequenceOf = (record: object | 'nothing') =>
  record === 'nothing' ? undefined : (record as ReturnType<typeof aRecord>).dynamodb.SequenceNumber;

describe('DynamoDbJournalStream', () => {
  it('lists all shards and reads inserts only, in order, also those that are no facts', async () => {
    const stub = new StreamStub({
      a: { records: [aRecord('1'), aRecord('2', 'REMOVE'), aRecord('3', 'INSERT', { id: { S: 'x' } })] },
      b: { records: [] },
    });

    expect(await stub.source.parts()).toEqual(['a', 'b']);
    expect(await stub.readAll('a')).toEqual({ seen: ['1 not-accepted', '3 no fact'], upTo: '3' });
    expect(await stub.readAll('a', '1')).toEqual({ seen: ['3 no fact'], upTo: '3' });
  });

  it('reads a closed shard to its end through any gap, and asks nothing of one that is read', async () => {
    const gap = Array(40).fill('nothing');
    const stub = new StreamStub({ a: { records: [aRecord('1'), ...gap, aRecord('2'), ...gap], end: '9' } });

    expect(await stub.readAll('a')).toEqual({ seen: ['1 not-accepted', '2 not-accepted'], upTo: '9' });

    stub.calls.length = 0;
    expect(await stub.readAll('a', '9')).toEqual({ seen: [], upTo: '9' });
    expect(stub.calls).toEqual(['DescribeStreamCommand']);
  });

  it('gives an open shard up for now when nothing comes', async () => {
    const stub = new StreamStub({
      a: { records: [aRecord('1'), ...Array(40).fill('nothing'), aRecord('2')] },
    });

    expect(await stub.readAll('a')).toEqual({ seen: ['1 not-accepted'], upTo: '1' });
    expect(stub.calls.length).toBeLessThan(10);
  });

  it('lets the other readers of a shard go first', async () => {
    const stub = new StreamStub({ a: { records: [aRecord('1')], end: '1' } });
    await stub.source.parts();
    stub.errors.push(
      named('ProvisionedThroughputExceededException'),
      named('LimitExceededException'),
      named('LimitExceededException'),
    );

    expect((await stub.source.read({ partId: 'a', cursor: 'a 0' })).found).toHaveLength(1);

    expect(stub.waits).toEqual([500, 500, 1000, 2000]);
  });

  it('says that it cannot be read when throttling does not end', async () => {
    const stub = new StreamStub({ a: { records: [aRecord('1')] } });
    stub.errors.push(...Array(20).fill(named('LimitExceededException')));

    await expect(stub.source.parts()).rejects.toThrow('stream: cannot be read');
  });

  it('begins at the oldest record that is kept where what was reached is kept no longer', async () => {
    const stub = new StreamStub({ a: { records: [aRecord('7')], end: '7' } });
    stub.errors.push(named('TrimmedDataAccessException'));

    const page = await stub.source.read({ partId: 'a', after: '5' });

    expect(page.found).toMatchObject([{ sequenceNumber: '7', at: 1_700_000_000_000 }]);
    expect(stub.calls).toEqual([
      'GetShardIteratorCommand AFTER_SEQUENCE_NUMBER 5',
      'GetShardIteratorCommand TRIM_HORIZON',
      'GetRecordsCommand',
    ]);
  });

  it('finds nothing in a shard that has gone meanwhile', async () => {
    const stub = new StreamStub({ a: { records: [aRecord('1')] } });
    stub.errors.push(named('ResourceNotFoundException'));

    expect(await stub.source.read({ partId: 'a' })).toEqual({ found: [], next: undefined, upTo: undefined });
  });
});
