import type { ChannelOutcome } from '../channel.ts';

/** What a provider of AWS answers to a message that it took. */
type Taken = { readonly MessageId?: string | undefined };

/**
 * Calls a provider of AWS once and says what became of it; `outcomeOf` reads what was thrown. An answer that does not come
 * within `timeoutMs` is given up. Never throws.
 */
export const sendOnce = async (
  send: (options: { readonly abortSignal: AbortSignal }) => Promise<Taken>,
  timeoutMs: number,
  outcomeOf: (error: unknown) => ChannelOutcome,
): Promise<ChannelOutcome> => {
  try {
    const { MessageId } = await send({ abortSignal: AbortSignal.timeout(timeoutMs) });
    return MessageId
      ? { kind: 'accepted', providerMessageId: MessageId }
      : { kind: 'unknown', cause: 'ANSWER_WITHOUT_ID' };
  } catch (error) {
    return outcomeOf(error);
  }
};
