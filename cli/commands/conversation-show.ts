import type { ConversationStore } from '../../shared/conversations/conversation-store.ts';
import { CliError } from '../cli-error.ts';
import { formatConversation } from '../format/format-conversation.ts';
import type { Outcome } from '../outcome.ts';

/** `conversation show`: what is known of the conversation with a customer, in the clear. Fails where nothing was said. */
export const showConversation = async (
  conversations: Pick<ConversationStore, 'get'>,
  customerId: string,
): Promise<Outcome> => {
  const conversation = await conversations.get(customerId);
  if (conversation === undefined) {
    throw new CliError(
      'FAILED',
      `There is no conversation with ${customerId}.`,
      'Check the id; one begins with a CONTEXT_UPDATE, an answer or UPDATE_CONVERSATION_HISTORY.',
    );
  }
  return { exit: 'OK', json: { conversation }, lines: formatConversation(conversation) };
};
