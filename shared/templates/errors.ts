/** Templates could not be read or written; trying again may succeed. */
export class TemplatesUnavailableError extends Error {
  override readonly name = 'TemplatesUnavailableError';
  readonly retryable = true;
}
