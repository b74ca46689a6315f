import type { ChannelOutcome } from '../channel.ts';

/** The connection was never there, so the request cannot have arrived. */
const NEVER_CONNECTED = new Set([
  ...['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'],
  // TLS said no before a word of the request went out.
  ...['CERT_HAS_EXPIRED', 'ERR_TLS_CERT_ALTNAME_INVALID', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
  ...['DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN'],
]);

/** Refusals that speak of our account or configuration: no verdict on this message. */
const OURS_TO_MEND = new Set([
  'AccountSuspendedException',
  'SendingPausedException',
  'MailFromDomainNotVerifiedException',
  'LimitExceededException',
  'NotFoundException',
  'ResourceNotFoundException',
  'ConflictException',
  'ServiceQuotaExceededException',
  'AccessDeniedException',
]);

/** What is known of a failed call. */
export type Failure = {
  /** The provider's or the runtime's name for it; a code, since it becomes a fact's cause. */
  readonly name: string;
  /** Node's code of a connection that failed. */
  readonly code?: string | undefined;
  /** HTTP status, where there was an answer. */
  readonly status?: number | undefined;
  readonly retryAfterMs?: number | undefined;
};

/**
 * What a failed provider call proves. Only a refused connection and an answer of 4xx prove that the message was not taken;
 * a time-out, a broken connection and a 5xx prove nothing. Causes are codes: the provider's words can quote the customer.
 */
export const outcomeOf = ({ name, code, status, retryAfterMs }: Failure): ChannelOutcome => {
  if (code !== undefined && NEVER_CONNECTED.has(code)) return { kind: 'not-accepted', cause: code };
  // End User Messaging throttles with 400.
  if (status === 429 || name === 'ThrottlingException')
    return { kind: 'not-accepted', cause: 'THROTTLED', retryAfterMs };
  if (status === 401 || status === 403 || OURS_TO_MEND.has(name)) {
    return { kind: 'not-accepted', cause: `CONFIGURATION:${name}` };
  }
  if (status !== undefined && status >= 400 && status < 500) return { kind: 'refused', cause: name };
  return { kind: 'unknown', cause: code ?? name };
};

/** The same for an error that an AWS client threw. */
export const outcomeOfFailure = (error: unknown): ChannelOutcome => outcomeOf(readFailure(error));

/** Milliseconds that a `Retry-After` header asks for in seconds; a date there is not read. */
export const retryAfterMsOf = (header: string | null | undefined): number | undefined => {
  const seconds = Number(header);
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : undefined;
};

const readFailure = (error: unknown): Failure => {
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
