/** Whom a failed call speaks against, and so what follows for the service's breaker and for the message. */
export type Blame =
  /** The service itself: counts towards the breaker. */
  | 'provider'
  /** Our account or set-up as a whole: opens the breaker at once, and the message is set aside. */
  | 'configuration'
  /** The set-up of one sender of ours: the message is set aside, and other senders go on. */
  | 'sender'
  /** This recipient or this content: says nothing about the service. */
  | 'recipient';

/** What is known of a failed call. Bundles drop the SDK's error classes: its errors are told apart by `name`. */
export type Failure = {
  /** The provider's or the runtime's name for it; a code, since it becomes a fact's cause. */
  readonly name: string;
  /** Node's code of a connection that failed. */
  readonly code?: string | undefined;
  /** HTTP status, where there was an answer. */
  readonly status?: number | undefined;
  readonly retryAfterMs?: number | undefined;
  /** The code by which End User Messaging tells errors of one name apart. */
  readonly reason?: string | undefined;
  /** Names of the request's fields that End User Messaging refused. */
  readonly fields?: readonly string[] | undefined;
};

/** What a failure proves about the message and about the service. Causes are codes: a provider's words can quote the customer. */
export type FailureVerdict = {
  readonly message: 'not-accepted' | 'refused' | 'unknown';
  readonly blame: Blame;
  readonly cause: string;
};

type VerdictRow = Omit<FailureVerdict, 'cause'> & {
  readonly matches: (failure: Failure) => boolean;
  readonly cause: (failure: Failure) => string;
};

/** The connection was never there, so the request cannot have arrived. */
const NEVER_CONNECTED = new Set([
  ...['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'],
  // TLS said no before a word of the request went out.
  ...['CERT_HAS_EXPIRED', 'ERR_TLS_CERT_ALTNAME_INVALID', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
  ...['DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN'],
]);

/** Refusals of the whole account, or of what all messages of an agent type name. */
const ACCOUNT_REFUSED = new Set([
  'AccountSuspendedException',
  'SendingPausedException',
  'LimitExceededException',
  'NotFoundException',
  'ServiceQuotaExceededException',
  'AccessDeniedException',
]);

/** Refusals of one sender's domain, number or line. */
const SENDER_REFUSED = new Set([
  'MailFromDomainNotVerifiedException',
  'ResourceNotFoundException',
  'ConflictException',
]);

/** Reasons of End User Messaging that speak of this recipient, by which another attempt would be refused as well. */
const RECIPIENT_REFUSED = new Set([
  'DESTINATION_PHONE_NUMBER_OPTED_OUT',
  'DESTINATION_PHONE_NUMBER_BLOCKED_BY_PROTECT_NUMBER_OVERRIDE',
  'DESTINATION_COUNTRY_BLOCKED_BY_PROTECT_CONFIGURATION',
  'DAILY_DESTINATION_CALL_LIMIT',
]);

/** Fields of a request that come from our configuration and not from the command. */
const OUR_FIELDS = new Set(['OriginationIdentity', 'ConfigurationSetName', 'ProtectConfigurationId']);

const configured = ({ name }: Failure): string => `CONFIGURATION:${name}`;

/** The verdicts; the first row that matches counts. */
const rows: readonly VerdictRow[] = [
  {
    matches: ({ reason }) => reason !== undefined && RECIPIENT_REFUSED.has(reason),
    message: 'refused',
    blame: 'recipient',
    cause: ({ reason, name }) => reason ?? name,
  },
  {
    matches: ({ code }) => code !== undefined && NEVER_CONNECTED.has(code),
    message: 'not-accepted',
    blame: 'provider',
    cause: ({ code, name }) => code ?? name,
  },
  {
    // End User Messaging throttles with 400.
    matches: ({ status, name }) => status === 429 || name === 'ThrottlingException',
    message: 'not-accepted',
    blame: 'provider',
    cause: () => 'THROTTLED',
  },
  {
    matches: ({ name, fields = [] }) =>
      SENDER_REFUSED.has(name) || (name === 'ValidationException' && fields.some((at) => OUR_FIELDS.has(at))),
    message: 'not-accepted',
    blame: 'sender',
    cause: configured,
  },
  {
    matches: ({ status, name }) => status === 401 || status === 403 || ACCOUNT_REFUSED.has(name),
    message: 'not-accepted',
    blame: 'configuration',
    cause: configured,
  },
  {
    matches: ({ status, name }) =>
      name === 'ValidationException' || (status !== undefined && status >= 400 && status < 500),
    message: 'refused',
    blame: 'recipient',
    cause: ({ name, reason }) => (name === 'ValidationException' ? (reason ?? name) : name),
  },
];

/** A time-out, a broken connection, a 5xx: nobody knows whether the message was taken. */
const nothingProven: VerdictRow = {
  matches: () => true,
  message: 'unknown',
  blame: 'provider',
  cause: ({ code, name }) => code ?? name,
};

/**
 * What a failed call proves. Only a refused connection and an answer of 4xx prove that the message was not taken; a time-out,
 * a broken connection and a 5xx prove nothing about it, and speak against the provider all the same.
 */
export const verdictOf = (failure: Failure): FailureVerdict => {
  const { message, blame, cause } = rows.find(({ matches }) => matches(failure)) ?? nothingProven;
  return { message, blame, cause: cause(failure) };
};
