import { describe, expect, it } from 'vitest';
import { fact } from '../../../../shared/journal/command-facts.ts';
import { S3FailedRecords } from '../../../../shared/reconciliation/adapters/s3-failed-records.ts';
import { itemOf } from '../../../support/item-of.ts';

const aBatch = (...commands: readonly string[]) => ({
  Records: commands.map((command) => ({
    dynamodb: { NewImage: itemOf(fact('not-accepted', `command#${command}`, 1, { attempt: 1 } as never)) },
  })),
});

/** A bucket whose objects came a second apart, in the order given. */
const aBucket = (objects: readonly (readonly [key: string, body: string])[]) => {
  const send = async ({ input }: { input: { Key?: string; ContinuationToken?: string } }) => {
    if (input.Key !== undefined) {
      const body = objects.find(([key]) => key === input.Key)?.[1] ?? '';
      return { Body: { transformToString: async () => body } };
    }
    const at = Number(input.ContinuationToken ?? objects.length - 1); // S3 lists by key, not by time
    const LastModified = new Date(1_700_000_000_000 + at * 1000);
    return {
      Contents: objects[at] === undefined ? [] : [{ Key: objects[at][0], LastModified }],
      NextContinuationToken: at > 0 ? String(at - 1) : undefined,
    };
  };
  return new S3FailedRecords({ client: { send } as never, bucketName: 'bucket' });
};

describe('S3FailedRecords', () => {
  it('gives the facts of failed batches in the order in which they came, as AWS and LocalStack write them', async () => {
    const bucket = aBucket([
      ['z', JSON.stringify({ payload: JSON.stringify(aBatch('one', 'two')) })],
      ['a', JSON.stringify({ payload: aBatch('three') })],
    ]);
    const [partId = ''] = await bucket.parts();

    const { found, next } = await bucket.read({ partId });

    expect(found.map(({ at, fact: of }) => [at, of?.aggregate])).toEqual([
      [1_700_000_000_000, 'command#one'],
      [1_700_000_000_000, 'command#two'],
      [1_700_000_001_000, 'command#three'],
    ]);
    expect(next).toBeUndefined();
    const behind = await bucket.read({ partId, after: found[1]?.sequenceNumber });
    expect(behind.found.map(({ fact: of }) => of?.aggregate)).toEqual(['command#three']);
  });

  it('takes what it cannot read for a record that is no fact', async () => {
    const broken = JSON.stringify({ payload: { Records: [{ dynamodb: { NewImage: { id: { S: 'x' } } } }] } });
    const bucket = aBucket([
      ['a', 'no JSON'],
      ['b', broken],
    ]);
    const [partId = ''] = await bucket.parts();

    expect((await bucket.read({ partId })).found.map(({ fact: of }) => of)).toEqual([undefined, undefined]);
  });

  it('goes on behind each page', async () => {
    const keys = Array.from({ length: 45 }, (_, at) => `command-${at}`);
    const bucket = aBucket(keys.map((key) => [key, JSON.stringify({ payload: aBatch(key) })]));
    const [partId = ''] = await bucket.parts();

    const seen: unknown[] = [];
    let position: Parameters<S3FailedRecords['read']>[0] | undefined = { partId };
    while (position !== undefined && seen.length < 100) {
      const page = await bucket.read(position);
      seen.push(...page.found.map(({ fact: of }) => of?.aggregate));
      position = page.next;
    }

    expect(seen).toEqual(keys.map((key) => `command#${key}`));
  });
});
