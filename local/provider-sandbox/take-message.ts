import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Asked, SandboxState } from './endpoint.ts';
import type { FaultAction } from './faults.ts';
import type { Call, Draft, InboxMessage } from './inbox-message.ts';
import { readBody } from './wire.ts';

/** How one provider's sending operation reads and speaks on the wire. */
export type SendProtocol = {
  readonly channel: string;
  /** Who addresses whom and for which command, as far as even a broken request says it. */
  readonly addresseeIn: (body: unknown) => Addressee;
  /** The message of a request, or the rules that it breaks. */
  readonly read: (body: unknown) => { readonly draft: Draft } | BrokenRequest;
  readonly refusals: {
    readonly broken: Refusal;
    readonly throttled: Refusal;
    readonly refusedAddress: Refusal;
    readonly ofStatus: (status: number) => Refusal;
  };
  readonly sendRefusal: (
    response: ServerResponse,
    refusal: Refusal,
    message: string,
    headers?: Record<string, string>,
  ) => void;
  readonly sendTaken: (response: ServerResponse, providerMessageId: string) => void;
};

/** What is known of a request before anything of it is checked. */
export type Addressee = {
  readonly to: string[];
  readonly commandId: string | undefined;
  readonly from?: string | undefined;
};

/** What is wrong with a request, in words and in the fields of the provider's error. */
type BrokenRequest = { readonly rules: string; readonly fields?: Refusal['fields'] };

/** An error of the provider's own, such as `{ status: 429, name: 'TooManyRequestsException' }`. */
export type Refusal = {
  readonly status: number;
  readonly name: string;
  readonly fields?: Readonly<Record<string, unknown>>;
};

const refusing = ['throttle', 'error', 'refuse-address', 'close-before-accepting'] as const;

/** Answers a sending operation as its provider does, or as a fault says. A fault of what follows acceptance waits for it. */
export const takeMessage = async (
  asked: Asked,
  state: SandboxState,
  protocol: SendProtocol,
): Promise<void> => {
  const body = await readBody(asked.request);
  const call = note(state, protocol, { body, region: signedRegion(asked.request) });
  const read = protocol.read(body);
  if ('rules' in read) {
    const { broken } = protocol.refusals;
    call.answer = broken.name;
    const refusal = { ...broken, fields: { ...broken.fields, ...read.fields } };
    return protocol.sendRefusal(asked.response, refusal, read.rules);
  }
  const delay = state.faults.take(['delay'], call);
  const fault = state.faults.take(refusing, call);
  if (delay) await sleep(delay.ms, undefined, { signal: state.stopping });
  if (fault) return refuse(asked, call, fault, protocol);
  await accept(asked, call, read.draft, state, protocol);
};

const accept = async (
  { request, response }: Asked,
  call: Call,
  draft: Draft,
  state: SandboxState,
  protocol: SendProtocol,
): Promise<void> => {
  const { channel } = protocol;
  const receivedAt = new Date().toISOString();
  const message = { ...draft, channel, providerMessageId: `sandbox-${randomUUID()}`, receivedAt };
  state.inbox.push(message);
  call.answer = 'accepted';
  const hold = state.faults.take(['delay-after-accepting'], call);
  const end = state.faults.take(['close-after-accepting', 'malformed-body'], call);
  await sendReceipts(message, call, state);
  answerFor(message, call, state);
  if (hold) await sleep(hold.ms, undefined, { signal: state.stopping });
  if (end?.kind === 'close-after-accepting') request.socket.destroy();
  else if (end) response.writeHead(200).end('<html>not what you expect</html>');
  else protocol.sendTaken(response, message.providerMessageId);
};

/** Resolves when the receipt is on the bus, where the call is to be answered after it; at once otherwise. */
const sendReceipts = async (
  message: InboxMessage,
  call: Call,
  { faults, receipts }: SandboxState,
): Promise<void> => {
  const {
    receipt = 'delivery',
    delayMs = 0,
    copies = 1,
    beforeResponse,
  } = faults.take(['receipt'], call) ?? {};
  if (receipt === 'none') return;
  const sent = Array.from({ length: copies }, () => receipts.send(message, receipt, delayMs));
  if (beforeResponse) await Promise.all(sent);
};

/** The recipient answers, where a fault says so. */
const answerFor = (message: InboxMessage, call: Call, { faults, replies, stopping }: SandboxState): void => {
  const fault = faults.take(['reply'], call);
  const [from] = message.to;
  if (fault === undefined || from === undefined) return;
  sleep(fault.delayMs ?? 0, undefined, { signal: stopping })
    .then(() =>
      replies.send({ channel: message.channel, from, to: message.replyTo ?? message.from, text: fault.text }),
    )
    .catch((error: unknown) => {
      if (!stopping.aborted) console.error(`provider sandbox: an answer was not sent (${String(error)})`);
    });
};

const refuse = (
  { request, response }: Asked,
  call: Call,
  fault: Extract<FaultAction, { kind: (typeof refusing)[number] }>,
  { refusals, sendRefusal }: SendProtocol,
): void => {
  if (fault.kind === 'close-before-accepting') {
    call.answer = 'closed';
    request.socket.destroy();
    return;
  }
  const refusal = {
    throttle: () => refusals.throttled,
    error: () => refusals.ofStatus(fault.kind === 'error' ? fault.status : 500),
    'refuse-address': () => refusals.refusedAddress,
  }[fault.kind]();
  const seconds = fault.kind === 'throttle' ? fault.retryAfterSeconds : undefined;
  call.answer = refusal.name;
  sendRefusal(response, refusal, 'a fault of the sandbox', seconds ? { 'retry-after': String(seconds) } : {});
};

/** Notes a call as soon as it is there, broken ones too; its answer follows. */
const note = (
  { calls }: SandboxState,
  { channel, addresseeIn }: SendProtocol,
  { body, region }: { readonly body: unknown; readonly region: string | undefined },
): Call => {
  const { to, commandId, from } = addresseeIn(body);
  const at = new Date().toISOString();
  const call: Call = { at, channel, to, commandId, from, region, answer: 'pending' };
  calls.push(call);
  return call;
};

/** The Region in the scope of an AWS signature, by which two Regions behind one endpoint are told apart. */
const signedRegion = ({ headers }: IncomingMessage): string | undefined =>
  /Credential=[^/]+\/\d{8}\/([a-z0-9-]+)\//.exec(headers.authorization ?? '')?.[1];
