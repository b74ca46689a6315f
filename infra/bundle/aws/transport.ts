import type { Agent, IncomingMessage, RequestOptions } from 'node:http';

// Not by `import`: that reads each export of `node:http`, one of which loads Node's WebSocket and fetch (P2, docs/benchmarks.md).
const http = process.getBuiltinModule('node:http');
const https = process.getBuiltinModule('node:https');

/** A request as it is sent. */
export type HttpRequest = {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
};

/** An answer, whole. */
export type HttpAnswer = {
  readonly status: number;
  /** In lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
};

/** Milliseconds: until a connection stands, and from the request to the end of its answer; none where it is not given. */
export type Timeouts = {
  readonly connectionTimeout?: number | undefined;
  readonly requestTimeout?: number | undefined;
  /** After its last use, from when a connection is not used again. @default it is for as long as it stands */
  readonly idleTimeout?: number | undefined;
};

/** Sends requests to one endpoint over connections that stay open. */
export type Transport = {
  /** Throws what Node's client throws, a `TimeoutError`, or an `AbortError` once the signal says so. */
  exchange(request: HttpRequest, signal?: AbortSignal): Promise<HttpAnswer>;
  close(): void;
};

/** As many connections as the SDK opens. */
const MOST_SOCKETS = 50;

/** Opens a transport to `http:` or `https:`. */
export const createTransport = (
  { protocol, hostname, port }: URL,
  { connectionTimeout, requestTimeout, idleTimeout }: Timeouts,
): Transport => {
  const isPlain = protocol === 'http:';
  const options = { keepAlive: true, maxSockets: MOST_SOCKETS };
  const agent = isPlain ? new http.Agent(options) : new https.Agent(options);
  const place: RequestOptions = { agent, hostname, ...(port === '' ? {} : { port }) };
  const open = isPlain ? http.request : https.request;
  const dropIdle = idleTimeout === undefined ? () => undefined : idleDropper(agent, idleTimeout);

  const exchange = ({ method, path, headers, body }: HttpRequest, signal?: AbortSignal) =>
    new Promise<HttpAnswer>((resolve, reject) => {
      if (signal?.aborted) return reject(abortError(signal));
      dropIdle();
      const sent = open({ ...place, method, path, headers });
      const timers: NodeJS.Timeout[] = [];
      const finish = () => {
        for (const timer of timers) clearTimeout(timer);
        signal?.removeEventListener('abort', abort);
      };
      const fail = (error: Error) => {
        finish();
        reject(error);
        sent.destroy();
      };
      const abort = () => fail(abortError(signal));
      const within = (milliseconds: number | undefined, what: string) => {
        if (milliseconds === undefined) return undefined;
        const timer = setTimeout(() => fail(timeoutError(what, milliseconds)), milliseconds);
        timers.push(timer);
        return timer;
      };

      within(requestTimeout, 'no answer');
      signal?.addEventListener('abort', abort, { once: true });
      sent.once('socket', (socket) => {
        if (!socket.connecting) return;
        const timer = within(connectionTimeout, 'no connection');
        socket.once(isPlain ? 'connect' : 'secureConnect', () => clearTimeout(timer));
      });
      const failNamed = (error: Error) => fail(named(error));
      sent.once('error', failNamed);
      sent.once('response', (answer) =>
        collect(answer).then((whole) => {
          finish();
          resolve(whole);
        }, failNamed),
      );
      sent.end(body);
    });

  return { exchange, close: () => agent.destroy() };
};

/** Closes the connections of an agent that nobody has used for so long. */
const idleDropper = (agent: Agent, idleTimeout: number) => {
  const freedAt = new WeakMap<object, number>();
  agent.on('free', (socket: object) => freedAt.set(socket, Date.now()));
  return (): void => {
    const oldest = Date.now() - idleTimeout;
    // The agent passes over those at the front that are destroyed, and the longest idle are at the front.
    for (const socket of Object.values(agent.freeSockets).flat())
      if (socket !== undefined && (freedAt.get(socket) ?? 0) < oldest) socket.destroy();
  };
};

const collect = (answer: IncomingMessage): Promise<HttpAnswer> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    answer.on('data', (chunk: Buffer) => chunks.push(chunk));
    answer.once('error', reject);
    answer.once('end', () => {
      const [only] = chunks;
      const body = chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks);
      resolve({
        status: answer.statusCode ?? 0,
        headers: answer.headers as Record<string, string | undefined>,
        body,
      });
    });
  });

/** A connection that breaks or is not answered is a time-out by name, as the SDK has it. */
const named = (error: Error & { readonly code?: string }): Error =>
  lost.has(error.code ?? '') ? Object.assign(error, { name: 'TimeoutError' }) : error;

const lost = new Set(['ECONNRESET', 'EPIPE', 'ETIMEDOUT']);

const abortError = (signal: AbortSignal | undefined): Error =>
  Object.assign(new Error('the request was aborted', { cause: signal?.reason }), { name: 'AbortError' });

const timeoutError = (what: string, milliseconds: number): Error =>
  Object.assign(new Error(`${what} within ${milliseconds} ms`), { name: 'TimeoutError', code: 'ETIMEDOUT' });
