import type { Conversation } from './conversation.ts';

/** Where conversations are kept, encrypted under their customers' keys. */
export type ConversationStore = {
  /** Strongly consistent; `undefined` where nothing was ever said. Throws `CustomersUnavailableError`. */
  get(customerId: string): Promise<Conversation | undefined>;
  /** Writes a conversation whose stored version is `conversation.version - 1` (0 for a new one). */
  put(conversation: Conversation): Promise<'stored' | 'conflict'>;
};
