import type { ChannelOutcome } from '../channel.ts';

/** The connection was never there, so the request cannot have arrived. */
const NEVER_CONNECTED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

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

/**
 * What a failed provider call proves. Only a refused connection and an answer of 4xx prove that the message was not taken;
 * a time-out, a broken connection and a 5xx prove nothing. Causes are codes: the provider's words can quote the customer.
 */
export const outcomeOfFailure = (error: unknown): ChannelOutcome => {
  const { name, code, status, retryAfterMs } = readFailure(error);
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

const readFailure = (error: unknown) => {
  if (!(error instanceof Error)) return { name: 'NotAnError' };
  const response =
    '$response' in error
      ? (error.$response as { statusCode?: number; headers?: Record<string, string> })
      : undefined;
  const seconds = Number(response?.headers?.['retry-after']);
  return {
    name: error.name,
    code: 'code' in error && typeof error.code === 'string' ? error.code : undefined,
    status: response?.statusCode,
    retryAfterMs: Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : undefined,
  };
};
