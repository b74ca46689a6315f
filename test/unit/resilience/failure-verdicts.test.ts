import { describe, expect, it } from 'vitest';
import { type Failure, type FailureVerdict, verdictOf } from '../../../shared/resilience/failure-verdicts.ts';

type Row = readonly [
  failure: Failure,
  message: FailureVerdict['message'],
  blame: FailureVerdict['blame'],
  cause: string,
];

const codes = [
  ...['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'CERT_HAS_EXPIRED'],
  ...['ERR_TLS_CERT_ALTNAME_INVALID', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
  'SELF_SIGNED_CERT_IN_CHAIN',
];

const neverConnected = codes.map((code): Row => [{ name: 'Error', code }, 'not-accepted', 'provider', code]);

const throttled: readonly Row[] = [
  [{ name: 'TooManyRequestsException', status: 429 }, 'not-accepted', 'provider', 'THROTTLED'],
  [{ name: 'ThrottlingException', status: 400 }, 'not-accepted', 'provider', 'THROTTLED'],
  [{ name: 'HTTP_429', status: 429 }, 'not-accepted', 'provider', 'THROTTLED'],
];

const nobodyKnows: readonly Row[] = [
  [{ name: 'TimeoutError' }, 'unknown', 'provider', 'TimeoutError'],
  [{ name: 'Error', code: 'ECONNRESET' }, 'unknown', 'provider', 'ECONNRESET'],
  [
    { name: 'InternalServiceErrorException', status: 500 },
    'unknown',
    'provider',
    'InternalServiceErrorException',
  ],
  [{ name: 'HTTP_503', status: 503 }, 'unknown', 'provider', 'HTTP_503'],
  [{ name: 'HTTP_307', status: 307 }, 'unknown', 'provider', 'HTTP_307'],
  [{ name: 'NotAnError' }, 'unknown', 'provider', 'NotAnError'],
];

const ourAccount = [
  { name: 'HTTP_401', status: 401 },
  { name: 'HTTP_403', status: 403 },
  { name: 'IncompleteSignatureException', status: 403 },
  { name: 'AccountSuspendedException', status: 400 },
  { name: 'SendingPausedException', status: 400 },
  { name: 'LimitExceededException', status: 400 },
  { name: 'NotFoundException', status: 404 },
  { name: 'ServiceQuotaExceededException', status: 400, reason: 'MONTHLY_SPEND_LIMIT_REACHED_FOR_TEXT' },
  { name: 'AccessDeniedException', status: 400 },
].map((failure): Row => [failure, 'not-accepted', 'configuration', `CONFIGURATION:${failure.name}`]);

const oneSender = [
  { name: 'MailFromDomainNotVerifiedException', status: 400 },
  { name: 'ResourceNotFoundException', status: 400 },
  { name: 'ConflictException', status: 400, reason: 'NUMBER_CAPABILITIES_MISMATCH' },
  { name: 'ValidationException', status: 400, fields: ['MessageBody', 'OriginationIdentity'] },
].map((failure): Row => [failure, 'not-accepted', 'sender', `CONFIGURATION:${failure.name}`]);

const optedOut = 'DESTINATION_PHONE_NUMBER_OPTED_OUT';
const recipient: readonly Row[] = [
  [{ name: 'ConflictException', status: 400, reason: optedOut }, 'refused', 'recipient', optedOut],
  [
    { name: 'ServiceQuotaExceededException', status: 400, reason: 'DAILY_DESTINATION_CALL_LIMIT' },
    'refused',
    'recipient',
    'DAILY_DESTINATION_CALL_LIMIT',
  ],
  [{ name: 'MessageRejected', status: 400 }, 'refused', 'recipient', 'MessageRejected'],
  [{ name: 'HTTP_422', status: 422 }, 'refused', 'recipient', 'HTTP_422'],
  [
    {
      name: 'ValidationException',
      status: 400,
      reason: 'INVALID_PARAMETER',
      fields: ['DestinationPhoneNumber'],
    },
    'refused',
    'recipient',
    'INVALID_PARAMETER',
  ],
  [{ name: 'ValidationException', status: 400 }, 'refused', 'recipient', 'ValidationException'],
];

describe('verdictOf', () => {
  it.each([...neverConnected, ...throttled, ...nobodyKnows, ...ourAccount, ...oneSender, ...recipient])(
    'takes %j for a message that is %s, by the %s',
    (failure, message, blame, cause) => {
      expect(verdictOf(failure)).toEqual({ message, blame, cause });
    },
  );
});
