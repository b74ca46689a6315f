/** Why the engine did not start: one sentence, what to do about it, and the log that says more. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
  readonly reason: 'PORT_TAKEN' | 'DIED' | 'NOT_INSTALLED' | 'TIMED_OUT';
  readonly logFile: string | undefined;

  constructor(
    reason: EngineError['reason'],
    sentence: string,
    advice: string,
    options: { logFile?: string; cause?: unknown } = {},
  ) {
    const log = options.logFile ? ` Log: ${options.logFile}` : '';
    super(`${sentence} ${advice}${log}`, { cause: options.cause });
    this.reason = reason;
    this.logFile = options.logFile;
  }
}
