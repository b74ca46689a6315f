import { describe, expect, it } from 'vitest';
import { InMemoryConversationStore } from '../../../shared/conversations/adapters/in-memory-conversation-store.ts';
import type { ConversationStore } from '../../../shared/conversations/conversation-store.ts';
import { createConversationWriter } from '../../../shared/conversations/conversation-writer.ts';
import { ConversationContendedError } from '../../../shared/conversations/errors.ts';
import { InMemoryJournal } from '../../../shared/journal/adapters/in-memory-journal.ts';

const NOW = Date.parse('2024-01-15T12:00:00Z');
const customerId = 'cust-456';
const origin = (messageId: string) => ({ messageId, source: 'email-agent-001', hops: 0 });
const change = (context: Readonly<Record<string, unknown>>) => ({
  customerId,
  at: '2024-01-15T10:40:00Z',
  context,
});

const aWriter = (conversations: ConversationStore, journal = new InMemoryJournal()) =>
  createConversationWriter({ conversations, journal, now: () => NOW });

describe('createConversationWriter', () => {
  it('loses no change of writers that know nothing of each other', async () => {
    const conversations = new InMemoryConversationStore();
    const writers = Array.from({ length: 5 }, () => aWriter(conversations));

    await Promise.all(
      writers.map(async (writer, at) => writer.write(change({ [`field-${at}`]: at }), origin(`m-${at}`))),
    );

    expect(await conversations.get(customerId)).toMatchObject({
      version: 5,
      context: { 'field-0': 0, 'field-1': 1, 'field-2': 2, 'field-3': 3, 'field-4': 4 },
    });
  });

  it('lets no clock that runs ahead stand against what is said after it', async () => {
    const conversations = new InMemoryConversationStore();
    const ahead = { ...change({ sentiment: 'negative' }), at: '2124-01-15T10:40:00Z' };
    await aWriter(conversations).write(
      { ...ahead, history: [{ entryId: 'e-1', at: '2124-01-15T10:40:00Z' }] },
      origin('m-1'),
    );
    const later = createConversationWriter({
      conversations,
      journal: new InMemoryJournal(),
      now: () => NOW + 60_000,
    });

    await later.write({ ...change({ sentiment: 'positive' }), at: '2024-01-15T12:01:00Z' }, origin('m-2'));

    const conversation = await conversations.get(customerId);
    expect(conversation?.context).toEqual({ sentiment: 'positive' });
    expect(conversation?.history).toEqual([{ entryId: 'e-1', at: '2024-01-15T12:00:00.000Z' }]);
  });

  it('gives up, to be tried again later, when others are first at every try', async () => {
    let tries = 0;
    const contended: ConversationStore = {
      get: async () => undefined,
      put: async () => {
        tries += 1;
        return 'conflict';
      },
    };
    const writing = aWriter(contended).write(change({ sentiment: 'neutral' }), origin('m-1'));

    await expect(writing).rejects.toThrow(ConversationContendedError);
    expect(tries).toBeLessThan(20);
  });

  it('goes on with the next change of a customer after one that failed', async () => {
    const working = new InMemoryConversationStore();
    let isDown = true;
    const conversations: ConversationStore = {
      get: async (id) => {
        if (isDown) throw new Error('down');
        return working.get(id);
      },
      put: async (conversation) => working.put(conversation),
    };
    const writer = aWriter(conversations);
    const first = writer.write(change({ a: 1 }), origin('m-1')).catch(() => {
      isDown = false;
    });
    const second = first.then(async () => writer.write(change({ b: 2 }), origin('m-2')));

    await second;

    expect((await working.get(customerId))?.context).toEqual({ b: 2 });
  });

  it('writes the fact that a crash had left out when the message comes again', async () => {
    const conversations = new InMemoryConversationStore();
    const journal = new InMemoryJournal();
    const crashing = createConversationWriter({
      conversations,
      journal: {
        insert: async () => {
          throw new Error('crashed');
        },
      },
      now: () => NOW,
    });
    await crashing.write(change({ sentiment: 'sad' }), origin('m-1')).catch(() => undefined);

    await aWriter(conversations, journal).write(change({ sentiment: 'sad' }), origin('m-1'));

    expect((await conversations.get(customerId))?.version).toBe(1);
    expect(journal.all()).toMatchObject([{ type: 'context-updated', body: { intakeId: 'm-1', version: 1 } }]);
  });
});
