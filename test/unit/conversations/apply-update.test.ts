import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyChange, type ConversationChange } from '../../../shared/conversations/apply-update.ts';
import type { Conversation } from '../../../shared/conversations/conversation.ts';

const customerId = 'cust-456';

const applyAll = (changes: readonly ConversationChange[]): Conversation | undefined =>
  changes.reduce<Conversation | undefined>((known, change) => applyChange(known, change) ?? known, undefined);

/** What is known, but for how many steps it took. */
const knownAfter = (changes: readonly ConversationChange[]) => {
  const { version: _, ...known } = applyAll(changes) ?? { version: 0 };
  return known;
};

const moments = fc
  .integer({ min: 0, max: 40 })
  .map((minute) => new Date(Date.UTC(2024, 0, 15, 10, minute)).toISOString());
const fields = fc.constantFrom(
  'sentiment',
  'lastContactChannel',
  'escalationTrigger',
  'constructor',
  '__proto__',
);
const contexts = fc
  .array(fc.tuple(fields, fc.oneof(fc.boolean(), fc.constantFrom('a', 'b'), fc.constant({ a: 1 }))), {
    maxLength: 4,
  })
  .map((entries) => Object.fromEntries(entries));
/** What an entry says follows from its id, as in reality its id follows from what it says. */
const histories = fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 30 }).map((ids) =>
  ids.map((id) => ({
    entryId: `e-${id}`,
    at: new Date(Date.UTC(2024, 0, 15, 10, id % 60)).toISOString(),
    text: 'x'.repeat(id % 7 === 0 ? 5000 : id),
  })),
);
const changes = fc.array(
  fc.record({ customerId: fc.constant(customerId), at: moments, context: contexts, history: histories }),
  { maxLength: 10 },
);

describe('applyChange', () => {
  it('ends the same in whatever order changes come, and however often', () => {
    const inTwoOrders = changes.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray([...all, ...all], { minLength: all.length * 2 })),
    );
    fc.assert(
      fc.property(inTwoOrders, ([all, again]) => {
        expect(knownAfter(again)).toEqual(knownAfter(all));
      }),
      { numRuns: 500 },
    );
  });

  it('finds nothing new in a change that it has applied', () => {
    fc.assert(
      fc.property(changes, (all) => {
        const known = applyAll(all);

        expect(all.map((change) => known && applyChange(known, change))).toEqual(all.map(() => undefined));
      }),
      { numRuns: 300 },
    );
  });

  it('keeps the value that was said last, however late it came', () => {
    const newer = { customerId, at: '2024-01-15T10:40:00Z', context: { sentiment: 'happy' } };
    const older = {
      customerId,
      at: '2024-01-15T10:39:00+00:00',
      context: { sentiment: 'sad', responseReceived: true },
    };

    expect(applyAll([newer, older])).toMatchObject({
      version: 2,
      context: { sentiment: 'happy', responseReceived: true },
    });
  });

  it('compares moments and not their spelling', () => {
    const noon = { customerId, at: '2024-01-15T12:00:00+02:00', context: { sentiment: 'early' } };
    const eleven = { customerId, at: '2024-01-15T11:00:00Z', context: { sentiment: 'late' } };

    expect(applyAll([eleven, noon])?.context.sentiment).toBe('late');
  });

  it('stays within 400 KB encrypted, and grows by one version with each change that says something', () => {
    const big = Array.from({ length: 300 }, (_, at) => ({
      customerId,
      at: new Date(Date.UTC(2024, 0, 15, 10, 0, at)).toISOString(),
      context: { [`field-${at}`.padEnd(64, '-')]: 'v'.repeat(990) },
      history: Array.from({ length: 3 }, (__, index) => ({
        entryId: `${at}-${index}`,
        at: new Date(Date.UTC(2024, 0, 15, 10, 0, at)).toISOString(),
        text: '\u{1F600}"\\'.repeat(at % 2 === 0 ? 10_000 : 240),
      })),
    }));

    const known = applyAll(big);

    expect(Buffer.byteLength(JSON.stringify(known)) * (4 / 3)).toBeLessThan(400_000);
    expect(known?.history).toHaveLength(100);
    expect(known?.history.at(-1)?.entryId).toBe('299-2');
    expect(Object.keys(known?.context ?? {})).toHaveLength(50);
    expect(known?.version).toBe(300);
  });

  it('lets one long entry push out none of the others', () => {
    const said = (entryId: string, text: string) => ({ entryId, at: '2024-01-15T10:00:00Z', text });

    const known = applyAll([
      { customerId, at: '2024-01-15T10:00:00Z', history: [said('a', 'hello')] },
      { customerId, at: '2024-01-15T10:00:00Z', history: [said('b', 'x'.repeat(200_000))] },
    ]);

    expect(known?.history).toEqual([
      said('a', 'hello'),
      { entryId: 'b', at: '2024-01-15T10:00:00Z', cut: expect.stringContaining('xxx') },
    ]);
  });
});
