import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { CONTROL_PATH, handleControl } from './control-endpoint.ts';
import { Faults } from './faults.ts';
import type { Mail } from './mail.ts';
import { type ReceiptKind, receiptEvent } from './receipt-event.ts';
import { handleSendEmail, SEND_EMAIL_PATH, type SesDeps } from './ses-endpoint.ts';
import { sendAwsError } from './wire.ts';

export type SandboxOptions = {
  /** 0 takes any free port. */
  readonly port: number;
  /** @default 127.0.0.1 */
  readonly host?: string;
  /** Where receipts are put on the default bus; `undefined` sends none. */
  readonly awsEndpoint: string | undefined;
  readonly region: string;
};

export type Sandbox = { readonly endpoint: string; stop(): Promise<void> };

/**
 * Longer than any client keeps a connection: on one that the server closes first a request can get lost, which counts as
 * UNKNOWN.
 */
const KEEP_ALIVE_MS = 3_600_000;
const RECEIPT_RETRIES = 10;
const RETRY_AFTER_MS = 500;

/** Starts the stand-in for e-mail providers: it speaks SES v2 for the unmodified client, keeps an inbox, sends receipts. */
export const startSandbox = async (options: SandboxOptions): Promise<Sandbox> => {
  const receipts = createReceipts(options);
  const stop = new AbortController();
  const deps: SesDeps = {
    faults: new Faults(),
    inbox: [],
    calls: [],
    receipt: receipts.send,
    stopping: stop.signal,
  };
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
    route(request, response, deps).catch(() => {
      if (response.headersSent || stop.signal.aborted) response.destroy();
      else sendAwsError(response, 500, 'InternalServiceErrorException', 'the sandbox failed');
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host ?? '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : options.port;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    stop: async () => {
      stop.abort();
      receipts.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

const route = async (request: IncomingMessage, response: ServerResponse, deps: SesDeps): Promise<void> => {
  const url = new URL(request.url ?? '/', 'http://sandbox');
  if (url.pathname.startsWith(CONTROL_PATH)) return handleControl(request, response, url, deps);
  if (request.method === 'POST' && url.pathname === SEND_EMAIL_PATH)
    return handleSendEmail(request, response, deps);
  sendAwsError(response, 404, 'NotFoundException', 'the sandbox does not speak this operation');
};

/** Puts receipts on the default bus, as SES does; one that cannot be put is tried again, since SES would. */
const createReceipts = ({ awsEndpoint, region }: SandboxOptions) => {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const bus = awsEndpoint ? new EventBridgeClient({ endpoint: awsEndpoint, region, credentials }) : undefined;
  const timers = new Set<NodeJS.Timeout>();
  let stopped = false;
  const later = (ms: number, then: () => void) => {
    if (stopped) return;
    const timer = setTimeout(() => {
      timers.delete(timer);
      then();
    }, ms);
    timers.add(timer);
  };
  const put = async (mail: Mail, kind: ReceiptKind, tries: number): Promise<void> => {
    const taken = await bus
      ?.send(new PutEventsCommand({ Entries: [receiptEvent(mail, kind, Date.now())] }))
      .then(
        ({ FailedEntryCount }) => FailedEntryCount === 0,
        () => false,
      );
    if (taken !== false) return;
    if (tries > 0) later(RETRY_AFTER_MS, () => void put(mail, kind, tries - 1));
    else console.error(`provider sandbox: the ${kind} receipt of ${mail.providerMessageId} was not taken`);
  };
  return {
    send: (mail: Mail, kind: ReceiptKind, delayMs: number): void =>
      later(delayMs, () => void put(mail, kind, RECEIPT_RETRIES)),
    stop: (): void => {
      stopped = true;
      for (const timer of timers) clearTimeout(timer);
      bus?.destroy();
    },
  };
};
