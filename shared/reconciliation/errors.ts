/** A source of facts or its marks could not be read: the comparison waits for the next run. */
export class ReconciliationUnavailableError extends Error {
  override readonly name = 'ReconciliationUnavailableError';
  readonly retryable = true;
}
