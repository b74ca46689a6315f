import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Conversation } from '../../shared/conversations/conversation.ts';
import type { ConversationStore } from '../../shared/conversations/conversation-store.ts';

const aConversation = (choices: Partial<Conversation> = {}): Conversation => ({
  customerId: `cust-${randomUUID()}`,
  version: 1,
  context: { sentiment: 'calm', own: { word: 'ü' } },
  contextTimes: { sentiment: '2024-01-01T00:00:00.000Z' },
  history: [{ entryId: 'e1', at: '2024-01-01T00:00:00Z', said: 'where is my invoice' }],
  ...choices,
});

/** What every store of conversations promises; `open` gives one that may hold others already. */
export const describeConversationStore = (name: string, open: () => Promise<ConversationStore>): void => {
  describe(name, () => {
    it('gives a conversation back whole, and nothing where nothing was said', async () => {
      const store = await open();
      const conversation = aConversation();

      expect(await store.get(conversation.customerId)).toBeUndefined();
      expect(await store.put(conversation)).toBe('stored');

      expect(await store.get(conversation.customerId)).toEqual(conversation);
    });

    it('stores a change only on the version that it was made from, one of many at once', async () => {
      const store = await open();
      const first = aConversation();
      await store.put(first);

      expect(await store.put(first)).toBe('conflict');
      expect(await store.put({ ...first, version: 3 })).toBe('conflict');
      const outcomes = await Promise.all(
        ['calm', 'angry', 'glad'].map((sentiment) =>
          store.put({ ...first, version: 2, context: { sentiment } }),
        ),
      );

      expect(outcomes.filter((outcome) => outcome === 'stored')).toHaveLength(1);
      expect((await store.get(first.customerId))?.version).toBe(2);
    });

    it('holds the longest history that there may be', async () => {
      const store = await open();
      const said = 'ü'.repeat(320);
      const history = Array.from({ length: 100 }, (_, at) => ({ entryId: `e${at}`, at: `2024-01-01`, said }));
      const conversation = aConversation({ history });

      await store.put(conversation);

      expect(await store.get(conversation.customerId)).toEqual(conversation);
    });
  });
};
