import type { HttpAnswer } from './transport.ts';

/** What an error of a service carries beside its own fields, as the SDK's errors do. */
export type Metadata = {
  readonly httpStatusCode: number | undefined;
  readonly requestId: string | undefined;
  attempts: number;
};

/** What a refusal says. */
export type Refusal = { readonly name: string; readonly fields: Readonly<Record<string, unknown>> };

/** The error of a refused call: by name, status and fields what the SDK throws; its `$response` is in no log. */
export const serviceError = ({ name, fields }: Refusal, answer: HttpAnswer): Error => {
  const { __type, message = fields['Message'], ...more } = fields;
  const error = new Error(typeof message === 'string' ? message : 'UnknownError');
  return Object.assign(ofAnswer(error, answer), more, {
    name,
    message: error.message,
    $fault: answer.status < 500 ? 'client' : 'server',
  });
};

/** The error of an answer that nobody can read; what it says may be anything, and is not repeated. */
export const unreadable = (answer: HttpAnswer): Error =>
  ofAnswer(Object.assign(new Error('the answer is unreadable'), { name: 'SyntaxError' }), answer);

const ofAnswer = (error: Error, answer: HttpAnswer): Error => {
  const { status: statusCode, headers } = answer;
  Object.defineProperty(error, '$response', { value: { statusCode, headers }, enumerable: false });
  return Object.assign(error, { $metadata: metadataOf(answer, 1) });
};

/** Where in its answers a service puts what a caller asks AWS's support with. */
export const metadataOf = ({ status, headers }: HttpAnswer, attempts: number): Metadata => ({
  httpStatusCode: status,
  requestId: headers['x-amzn-requestid'] ?? headers['x-amz-request-id'],
  attempts,
});

const throttling = new Set([
  'BandwidthLimitExceeded',
  'EC2ThrottledException',
  'LimitExceededException',
  'PriorRequestNotComplete',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'SlowDown',
  'ThrottledException',
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException',
  'TransactionInProgressException',
]);
const passing = new Set(['TimeoutError', 'RequestTimeout', 'RequestTimeoutException']);
const passingStatus = new Set([500, 502, 503, 504]);
const passingCodes = new Set([
  ...['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ETIMEDOUT'],
  ...['EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN'],
]);

/** Whether the same call may fare better later, as the SDK's standard mode has it (`@smithy/core`, service-error-classification). */
export const kindOfFailure = (error: unknown): 'throttling' | 'passing' | 'final' => {
  if (!(error instanceof Error) || error.name === 'AbortError') return 'final';
  const { name, code, $metadata } = error as Error & { code?: unknown; $metadata?: Metadata };
  const status = $metadata?.httpStatusCode ?? 0;
  if (status === 429 || throttling.has(name)) return 'throttling';
  const isPassing = passing.has(name) || passingStatus.has(status) || passingCodes.has(String(code));
  return isPassing ? 'passing' : 'final';
};
