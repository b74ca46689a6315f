/** Templates could not be read, written or filled in time; trying again may succeed. */
export class TemplatesUnavailableError extends Error {
  override readonly name = 'TemplatesUnavailableError';
  readonly retryable = true;
}
