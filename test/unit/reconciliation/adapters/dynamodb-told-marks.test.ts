import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { eventIdOf } from '../../../../shared/journal/command-facts.ts';
import { DynamoDbToldMarks } from '../../../../shared/reconciliation/adapters/dynamodb-told-marks.ts';

type Item = Record<string, { readonly S?: string; readonly N?: string; readonly B?: Uint8Array }>;

/** A table of state that gives one item in each answer. */
const aTable = () => {
  const items: Item[] = [];
  const reads: string[] = [];
  const send = async ({ input }: { input: Record<string, never> }) => {
    if ('Item' in input) return void items.push(input['Item']);
    const id = (input['ExpressionAttributeValues'] as unknown as Item)[':id']?.S ?? '';
    reads.push(id);
    const found = items.filter((item) => item['id']?.S === id);
    const at = Number((input['ExclusiveStartKey'] as Item | undefined)?.['at']?.N ?? 0);
    const last = at + 1 < found.length ? { at: { N: String(at + 1) } } : undefined;
    return { Items: found.slice(at, at + 1), LastEvaluatedKey: last };
  };
  const open = () =>
    new DynamoDbToldMarks({
      client: { send } as never,
      tableName: 'state',
      now: () => 1_700_000_000_000,
      newId: randomUUID,
    });
  return { items, reads, open };
};

const anEvent = (time = '2026-11-26T08:12:31.000Z') => ({
  messageId: eventIdOf({ aggregate: `command#${randomUUID()}`, key: 'sent#1' }),
  timestamp: time,
});

const bytesOf = (item: Item): number =>
  Object.entries(item).reduce(
    (sum, [name, { S, N, B }]) => sum + name.length + (S ?? N ?? B ?? '').length,
    0,
  );

describe('DynamoDbToldMarks', () => {
  it('knows what was noted by anybody, and nothing else', async () => {
    const { open } = aTable();
    const [first, second, other] = [anEvent(), anEvent(), anEvent()];
    await open().note([first]);
    await open().note([second]);

    expect(await open().has([other, second, first])).toEqual([false, true, true]);
  });

  it('needs one write unit for a full batch of the relay, which goes after two days', async () => {
    const { items, open } = aTable();

    await open().note(Array.from({ length: 100 }, () => anEvent()));

    expect(items).toHaveLength(1);
    expect(bytesOf(items[0] ?? {})).toBeLessThanOrEqual(1024);
    expect(items[0]?.['expiresAt']?.N).toBe(String(1_700_000_000 + 2 * 86_400));
    expect(items[0]?.['id']?.S).toBe('told#2026-11-26T08:10:00.000Z');
  });

  it('looks for a mark where the time of its fact says, and reads each place once', async () => {
    const { reads, open } = aTable();
    const marks = open();
    const [early, late] = [anEvent('2026-11-26T08:19:59.999Z'), anEvent('2026-11-26T08:20:00.000Z')];
    await marks.note([early, late]);

    expect(await marks.has([early, late, anEvent()])).toEqual([true, true, false]);
    expect(await marks.has([early])).toEqual([true]);

    expect(reads).toEqual(['told#2026-11-26T08:10:00.000Z', 'told#2026-11-26T08:20:00.000Z']);
  });

  it('knows what it noted itself after it had looked', async () => {
    const marks = aTable().open();
    const event = anEvent();
    expect(await marks.has([event])).toEqual([false]);

    await marks.note([event]);

    expect(await marks.has([event])).toEqual([true]);
  });
});
