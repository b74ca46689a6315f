/** A step cannot be done, however often it is tried: the saga is compensated. `code` says why. */
export class StepRefusedError extends Error {
  override readonly name = 'StepRefusedError';
  readonly retryable = false;
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

/** The saga was decided to be compensated: no step is done any more. */
export class SagaIsCompensatedError extends Error {
  override readonly name = 'SagaIsCompensatedError';
  readonly retryable = false;
}

/** Another saga was begun under the id, with another input. */
export class OtherSagaError extends Error {
  override readonly name = 'OtherSagaError';
  readonly retryable = false;
}

/** A run of a step may still change something: what is undone now it could do again. It ends soon by itself. */
export class StepStillRunningError extends Error {
  override readonly name = 'StepStillRunningError';
  readonly retryable = true;
}

/** Nobody knows yet whether a contact went out, so that nobody knows how it is undone. */
export class OutcomeOpenError extends Error {
  override readonly name = 'OutcomeOpenError';
  readonly retryable = true;
}

/** A command is not in its lane; submitting it again is safe. */
export class NotSubmittedError extends Error {
  override readonly name = 'NotSubmittedError';
  readonly retryable = true;
}

/** A saga is neither complete nor compensated; a task says so to a person. */
export class SagaUnresolvedError extends Error {
  override readonly name = 'SagaUnresolvedError';
  readonly retryable = false;
}

/** Errors after which a run of a step is not repeated. */
export const finalErrors = ['StepRefusedError', 'SagaIsCompensatedError', 'OtherSagaError'] as const;
