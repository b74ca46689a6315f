/** The journal could not say what became of an insert or a read. */
export class JournalUnavailableError extends Error {
  override readonly name = 'JournalUnavailableError';
  readonly retryable = true;
}

/** The journal refuses a fact itself: a defect of ours, not of the moment. */
export class JournalRefusedError extends Error {
  override readonly name = 'JournalRefusedError';
  readonly retryable = false;
}
