/** A queue did not do what it was asked; its messages come back by their time-out. */
export class LaneUnavailableError extends Error {
  override readonly name = 'LaneUnavailableError';
  readonly retryable = true;
}
