import { CustomersUnavailableError } from '../shared/customers/errors.ts';
import { JournalUnavailableError } from '../shared/journal/errors.ts';
import { CliError } from './cli-error.ts';
import type { StageTarget } from './stage-target.ts';

const UNREACHABLE = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
  'UND_ERR_SOCKET',
  'UND_ERR_CONNECT_TIMEOUT',
]);
const CREDENTIALS =
  /^(CredentialsProviderError|TokenProviderError|ExpiredToken.*|UnrecognizedClientException|Invalid(ClientTokenId|Signature.*|AccessKeyId)|SSO.*|MissingAuthenticationToken.*|IncompleteSignature.*)$/;
const DENIED = /^(AccessDenied.*|NotAuthorized.*|AuthorizationError.*|UnauthorizedOperation)$/;

/** Any failure as a sentence for the user of a stage. Foreign messages are left out: they may repeat what was sent. */
export const explainFailure = (error: unknown, target: StageTarget | undefined): CliError => {
  if (error instanceof CliError) return error;
  const name = error instanceof Error ? error.name : 'unknown error';
  const cause = { cause: error };
  if (isUnreachable(error)) return unreachable(target, cause);
  if (error instanceof Error && error.message === 'Region is missing') {
    return new CliError('NO_STAGE', 'No AWS region is set.', 'Set AWS_REGION or AWS_PROFILE.', cause);
  }
  if (CREDENTIALS.test(name)) {
    const advice = 'Sign in (aws sso login) or set AWS_PROFILE to an account that has this stage.';
    return new CliError('NO_STAGE', `AWS does not take the credentials (${name}).`, advice, cause);
  }
  if (DENIED.test(name)) {
    const advice = 'Use a role that may read its parameters, queues and journal and put events on its bus.';
    return new CliError('FAILED', `These credentials may not do that on the stage (${name}).`, advice, cause);
  }
  if (error instanceof CustomersUnavailableError) {
    // What AWS said lies below; only these two need another advice.
    const below = error.cause instanceof Error ? error.cause.name : '';
    if (CREDENTIALS.test(below) || DENIED.test(below)) return explainFailure(error.cause, target);
    const advice = 'Try again; what is stored already stays.';
    return new CliError('FAILED', 'The customers or their keys do not answer.', advice, cause);
  }
  if (error instanceof JournalUnavailableError) {
    const advice = 'Try again; sending the same message ids again is safe.';
    return new CliError('FAILED', 'The journal does not answer.', advice, cause);
  }
  return new CliError('FAILED', `It failed with ${name}.`, 'Run npx switchboard doctor.', cause);
};

/** Whether an error says that nobody answered. */
export const isUnreachable = (error: unknown): boolean =>
  error instanceof Error &&
  (error.name === 'TimeoutError' || UNREACHABLE.has(codeOf(error)) || isUnreachable(error.cause));

const codeOf = (error: Error): string =>
  'code' in error && typeof error.code === 'string' ? error.code : '';

const unreachable = (target: StageTarget | undefined, cause: ErrorOptions): CliError =>
  target?.running === undefined
    ? new CliError('NO_STAGE', 'AWS does not answer.', 'Check the network and AWS_REGION.', cause)
    : new CliError(
        'NO_STAGE',
        `The local stage does not answer (engine ${target.running.endpoint}, sandbox ${target.running.sandbox}).`,
        'Look at the terminal of npm start; stop it with Ctrl-C and start it again.',
        cause,
      );
