import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { listening } from '../../support/listening.ts';

/** A request as a service got it. */
export type Received = {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** Of the connection that it came by, the client's port. */
  readonly port: number | undefined;
};

/** Answers the `nth` request of one test, counted from 0. */
export type Responder = (response: ServerResponse, nth: number) => void;

/** A service that keeps what it gets and answers as told. */
export const openRecorder = async () => {
  let received: Received[] = [];
  let respond: Responder = (response) => response.end();
  const { endpoint, stop } = await listening((request, response) => void take(request, response));

  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = '', url = '', headers } = request;
    const port = request.socket.remotePort;
    received.push({ method, url, headers, body: await buffer(request), port });
    respond(response, received.length - 1);
  };

  return {
    endpoint,
    stop,
    /** Runs something while the service answers so; gives what it came to, and what the service got. */
    async during<Result>(responder: Responder, run: () => Promise<Result>) {
      received = [];
      respond = responder;
      const result = await run();
      return { result, received };
    },
  };
};

/** Answers once and for all with a status, headers and a body. */
export const answering =
  (
    status: number,
    body: object | string | Uint8Array,
    headers: Readonly<Record<string, string>> = {},
  ): Responder =>
  (response) => {
    response.writeHead(status, { 'x-amzn-requestid': 'request-1', ...headers });
    const isWritten = typeof body === 'string' || body instanceof Uint8Array;
    response.end(isWritten ? body : JSON.stringify(body));
  };
