import { type Failure, verdictOf } from '../../resilience/failure-verdicts.ts';
import type { ChannelOutcome } from '../channel.ts';

/** What a failed provider call proves, by the table of verdicts. */
export const outcomeOf = (failure: Failure): ChannelOutcome => {
  const { message: kind, blame, cause } = verdictOf(failure);
  const { retryAfterMs } = failure;
  return kind === 'not-accepted' && blame === 'provider' && retryAfterMs !== undefined
    ? { kind, cause, blame, retryAfterMs }
    : { kind, cause, blame };
};

/** The same for an error that an AWS client threw. */
export const outcomeOfFailure = (error: unknown): ChannelOutcome => outcomeOf(readFailure(error));

/** Milliseconds that a `Retry-After` header asks for in seconds; a date there is not read. */
export const retryAfterMsOf = (header: string | null | undefined): number | undefined => {
  const seconds = Number(header);
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : undefined;
};

/** What an error of an AWS client says, in codes. */
export const readFailure = (error: unknown): Failure => {
  if (!(error instanceof Error)) return { name: 'NotAnError' };
  const response =
    '$response' in error
      ? (error.$response as { statusCode?: number; headers?: Record<string, string> })
      : undefined;
  return {
    name: error.name,
    code: 'code' in error && typeof error.code === 'string' ? error.code : undefined,
    status: response?.statusCode,
    retryAfterMs: retryAfterMsOf(response?.headers?.['retry-after']),
  };
};
