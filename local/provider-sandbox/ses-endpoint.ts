import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultAction, Faults } from './faults.ts';
import { addresseeIn, type Call, type Mail, type SendEmail, sendEmailSchema, toMail } from './mail.ts';
import type { ReceiptKind } from './receipt-event.ts';
import { readBody, sendAwsError, sendJson } from './wire.ts';

export type SesDeps = {
  readonly faults: Faults;
  readonly inbox: Mail[];
  readonly calls: Call[];
  /** Sends a receipt after so many milliseconds. */
  readonly receipt: (mail: Mail, kind: ReceiptKind, delayMs: number) => void;
  /** Aborted when the sandbox stops: nobody waits any longer. */
  readonly stopping: AbortSignal;
};

/** Path of SES v2 `SendEmail`. */
export const SEND_EMAIL_PATH = '/v2/email/outbound-emails';

const refusing = ['throttle', 'error', 'refuse-address', 'close-before-accepting'] as const;

/** Answers `SendEmail` as SES does, or as a fault says. A fault of what follows acceptance waits for an accepted call. */
export const handleSendEmail = async (
  request: IncomingMessage,
  response: ServerResponse,
  deps: SesDeps,
): Promise<void> => {
  const body = await readBody(request);
  const call = note(deps, body);
  const parsed = sendEmailSchema.safeParse(body);
  if (!parsed.success) {
    const rules = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    call.answer = 'BadRequestException';
    return sendAwsError(response, 400, 'BadRequestException', rules.join('; '));
  }
  const delay = deps.faults.take(['delay'], call);
  const fault = deps.faults.take(refusing, call);
  if (delay) await sleep(delay.ms, undefined, { signal: deps.stopping });
  if (fault) return refuse(request, response, call, refusalOf(fault));
  await accept(request, response, call, parsed.data, deps);
};

const accept = async (
  request: IncomingMessage,
  response: ServerResponse,
  call: Call,
  email: SendEmail,
  { faults, inbox, receipt, stopping }: SesDeps,
): Promise<void> => {
  const mail = toMail(email, `sandbox-${randomUUID()}`, Date.now());
  inbox.push(mail);
  call.answer = 'accepted';
  const hold = faults.take(['delay-after-accepting'], call);
  const close = faults.take(['close-after-accepting'], call);
  const { receipt: kind = 'delivery', delayMs = 0 } = faults.take(['receipt'], call) ?? {};
  if (kind !== 'none') receipt(mail, kind, delayMs);
  if (hold) await sleep(hold.ms, undefined, { signal: stopping });
  if (close) request.socket.destroy();
  else sendJson(response, 200, { MessageId: mail.providerMessageId });
};

type Refusal = {
  readonly answer: string;
  readonly status?: number;
  readonly headers?: Record<string, string>;
};

const refusalOf = (fault: Extract<FaultAction, { kind: (typeof refusing)[number] }>): Refusal => {
  switch (fault.kind) {
    case 'throttle': {
      const headers = fault.retryAfterSeconds ? { 'retry-after': String(fault.retryAfterSeconds) } : {};
      return { answer: 'TooManyRequestsException', status: 429, headers };
    }
    case 'error':
      return { answer: errorTypeOf(fault.status), status: fault.status };
    case 'refuse-address':
      return { answer: 'MessageRejected', status: 400 };
    case 'close-before-accepting':
      return { answer: 'closed' };
  }
};

/** SES's name for a status; its general one where it has none. */
const errorTypeOf = (status: number): string => {
  const named: Readonly<Record<number, string>> = {
    403: 'AccessDeniedException',
    404: 'NotFoundException',
    429: 'TooManyRequestsException',
  };
  return named[status] ?? (status < 500 ? 'BadRequestException' : 'InternalServiceErrorException');
};

const refuse = (
  request: IncomingMessage,
  response: ServerResponse,
  call: Call,
  { answer, status, headers }: Refusal,
): void => {
  call.answer = answer;
  if (status === undefined) request.socket.destroy();
  else sendAwsError(response, status, answer, 'a fault of the sandbox', headers);
};

/** Notes a call as soon as it is there, broken ones too; its answer follows. */
const note = ({ calls }: SesDeps, body: unknown): Call => {
  const { to, commandId } = addresseeIn(body);
  const call: Call = {
    at: new Date().toISOString(),
    to,
    answer: 'pending',
    ...(commandId ? { commandId } : {}),
  };
  calls.push(call);
  return call;
};
