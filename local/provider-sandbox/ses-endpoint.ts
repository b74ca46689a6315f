import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FaultAction, Faults } from './faults.ts';
import { type Call, COMMAND_TAG, type Mail, type SendEmail, sendEmailSchema, toMail } from './mail.ts';
import type { ReceiptKind } from './receipt-event.ts';
import { readBody, sendAwsError, sendJson } from './wire.ts';

export type SesDeps = {
  readonly faults: Faults;
  readonly inbox: Mail[];
  readonly calls: Call[];
  /** Sends a receipt after so many milliseconds. */
  readonly receipt: (mail: Mail, kind: ReceiptKind, delayMs: number) => void;
};

/** Path of SES v2 `SendEmail`. */
export const SEND_EMAIL_PATH = '/v2/email/outbound-emails';

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Answers `SendEmail` as SES does, or as a fault says. */
export const handleSendEmail = async (
  request: IncomingMessage,
  response: ServerResponse,
  deps: SesDeps,
): Promise<void> => {
  const parsed = sendEmailSchema.safeParse(await readBody(request));
  if (!parsed.success) {
    const rules = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    note(deps, undefined, 'BadRequestException');
    return sendAwsError(response, 400, 'BadRequestException', rules.join('; '));
  }
  const email = parsed.data;
  const actions = deps.faults.take({ to: email.Destination.ToAddresses, commandId: commandIdOf(email) });
  const of = <K extends FaultAction['kind']>(kind: K) =>
    actions.find((action): action is Extract<FaultAction, { kind: K }> => action.kind === kind);
  await sleep(of('delay')?.ms ?? 0);
  const refusal = refusalOf(actions);
  if (refusal) return refuse(request, response, deps, email, refusal);
  const mail = accept(email, deps);
  const receipt = of('receipt');
  if (receipt?.receipt !== 'none') deps.receipt(mail, receipt?.receipt ?? 'delivery', receipt?.delayMs ?? 0);
  await sleep(of('delay-after-accepting')?.ms ?? 0);
  if (of('close-after-accepting')) request.socket.destroy();
  else sendJson(response, 200, { MessageId: mail.providerMessageId });
};

type Refusal = {
  readonly answer: string;
  readonly status?: number;
  readonly headers?: Record<string, string>;
};

const refusalOf = (actions: readonly FaultAction[]): Refusal | undefined => {
  for (const action of actions) {
    switch (action.kind) {
      case 'throttle': {
        const headers = action.retryAfterSeconds ? { 'retry-after': String(action.retryAfterSeconds) } : {};
        return { answer: 'TooManyRequestsException', status: 429, headers };
      }
      case 'error':
        return {
          answer: action.status < 500 ? 'BadRequestException' : 'InternalServiceErrorException',
          status: action.status,
        };
      case 'refuse-address':
        return { answer: 'MessageRejected', status: 400 };
      case 'close-before-accepting':
        return { answer: 'closed' };
      default:
    }
  }
  return undefined;
};

const refuse = (
  request: IncomingMessage,
  response: ServerResponse,
  deps: SesDeps,
  email: SendEmail,
  { answer, status, headers }: Refusal,
): void => {
  note(deps, email, answer);
  if (status === undefined) request.socket.destroy();
  else sendAwsError(response, status, answer, 'a fault of the sandbox', headers);
};

const accept = (email: SendEmail, deps: SesDeps): Mail => {
  const mail = toMail(email, `sandbox-${randomUUID()}`, Date.now());
  deps.inbox.push(mail);
  note(deps, email, 'accepted');
  return mail;
};

const note = ({ calls }: SesDeps, email: SendEmail | undefined, answer: string): void => {
  const commandId = email && commandIdOf(email);
  const to = email?.Destination.ToAddresses ?? [];
  calls.push({ at: new Date().toISOString(), to, answer, ...(commandId ? { commandId } : {}) });
};

const commandIdOf = ({ EmailTags }: SendEmail): string | undefined =>
  EmailTags.find(({ Name }) => Name === COMMAND_TAG)?.Value;
