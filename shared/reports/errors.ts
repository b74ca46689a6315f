/** The index of commands, or where reports are kept, does not answer: counting goes on later. */
export class ReportsUnavailableError extends Error {
  override readonly name = 'ReportsUnavailableError';
  readonly retryable = true;
}
