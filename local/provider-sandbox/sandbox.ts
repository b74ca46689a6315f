import { createServer } from 'node:http';
import { awsSideOf } from './aws-side.ts';
import type { Asked, Endpoint, SandboxState } from './endpoint.ts';
import { controlEndpoint } from './endpoints/control.ts';
import { endUserMessagingEndpoint } from './endpoints/end-user-messaging.ts';
import { httpEndpoint } from './endpoints/http.ts';
import { sesEndpoint } from './endpoints/ses.ts';
import { Faults } from './faults.ts';
import { createReceipts } from './receipts/receipts.ts';
import { createReplies } from './replies/replies.ts';
import { sendAwsError } from './wire.ts';

export type SandboxOptions = {
  /** 0 takes any free port. */
  readonly port: number;
  /** @default 127.0.0.1 */
  readonly host?: string;
  /** Where receipts and replies are put; `undefined` sends none. */
  readonly awsEndpoint: string | undefined;
  readonly region: string;
};

export type Sandbox = { readonly endpoint: string; stop(): Promise<void> };

/** The wire protocols that the sandbox speaks; the first that takes a request answers it. */
const endpoints: readonly Endpoint[] = [controlEndpoint, sesEndpoint, endUserMessagingEndpoint, httpEndpoint];

/**
 * Longer than any client keeps a connection: on one that the server closes first a request can get lost, which counts as
 * UNKNOWN.
 */
const KEEP_ALIVE_MS = 3_600_000;

/** Starts the stand-in for providers: it speaks their protocols for unmodified clients, keeps an inbox, sends receipts. */
export const startSandbox = async (options: SandboxOptions): Promise<Sandbox> => {
  const aws = awsSideOf(options.awsEndpoint, options.region);
  const stop = new AbortController();
  const state: SandboxState = {
    faults: new Faults(),
    inbox: [],
    calls: [],
    receipts: createReceipts(aws),
    replies: createReplies(aws),
    stopping: stop.signal,
  };
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
    const asked = { request, response, url: new URL(request.url ?? '/', 'http://sandbox') };
    route(asked, state).catch(() => {
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
      state.receipts.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

const route = async (asked: Asked, state: SandboxState): Promise<void> => {
  const endpoint = endpoints.find(({ takes }) => takes(asked));
  if (endpoint) return endpoint.answer(asked, state);
  sendAwsError(asked.response, 404, 'NotFoundException', 'the sandbox does not speak this operation');
};
