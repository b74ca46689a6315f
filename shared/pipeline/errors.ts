/** What an inbound message leads to is not known to be there; trying again may succeed, and is safe. */
export class FollowUpFailedError extends Error {
  override readonly name = 'FollowUpFailedError';
  readonly retryable = true;
}
