import type { ExitName } from './exit-codes.ts';

/** A failure that its user understands: one sentence, what to do, and the exit code. Holds no customer data. */
export class CliError extends Error {
  override readonly name = 'CliError';
  readonly exit: ExitName;
  readonly advice: string;

  constructor(exit: ExitName, message: string, advice: string, options?: ErrorOptions) {
    super(message, options);
    this.exit = exit;
    this.advice = advice;
  }
}
