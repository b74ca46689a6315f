/** A conversation was changed by others at every try; trying again later may succeed. */
export class ConversationContendedError extends Error {
  override readonly name = 'ConversationContendedError';
  readonly retryable = true;
}
