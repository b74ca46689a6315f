/** The customers or their keys could not be read or written; trying again may succeed. */
export class CustomersUnavailableError extends Error {
  override readonly name = 'CustomersUnavailableError';
  readonly retryable = true;
}
