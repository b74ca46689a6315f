import type { Conversation } from '../conversation.ts';
import type { ConversationStore } from '../conversation-store.ts';

/** The conversation store's promise without AWS. */
export class InMemoryConversationStore implements ConversationStore {
  readonly #conversations = new Map<string, Conversation>();

  async get(customerId: string): Promise<Conversation | undefined> {
    return this.#conversations.get(customerId);
  }

  async put(conversation: Conversation): Promise<'stored' | 'conflict'> {
    const stored = this.#conversations.get(conversation.customerId)?.version ?? 0;
    if (stored !== conversation.version - 1) return 'conflict';
    this.#conversations.set(conversation.customerId, conversation);
    return 'stored';
  }
}
