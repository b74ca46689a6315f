// @ts-check
/**
 * Runs inside each function process: loads the handler and serves one invocation after the other.
 *
 * Everything used after the handler is loaded is captured here first, so that a handler which replaces built-ins breaks
 * itself and not the protocol. The token and the descriptor came through standard input and are known to this closure only.
 */
import { readFileSync } from 'node:fs';
import { Socket } from 'node:net';
import { installConsole } from './console.mjs';
import { createContext } from './context.mjs';
import { toLambdaError } from './lambda-error.mjs';
import { loadHandler } from './load-handler.mjs';

/** @typedef {import('./context.mjs').Invocation} Invocation */
/** @typedef {{ id: string, payload?: string, error?: object, fatal?: boolean }} Answer */

/** AWS's limit of a synchronous response, in bytes. */
const MAX_RESPONSE_BYTES = 6_291_556;

const { stringify, parse } = JSON;
const { byteLength } = Buffer;
const { exit, env } = process;
const { token, descriptor } = parse(readFileSync(0, 'utf8'));

const socket = new Socket({ fd: descriptor, readable: true, writable: true });
const write = socket.write.bind(socket);
const logging = installConsole(env);
/** @type {Invocation | undefined} */
let current;
const traceIdName = '_X_AMZN_TRACE_ID';
for (const stream of [process.stdout, process.stderr]) writeSynchronously(stream);

process.on('uncaughtException', (error) => endWith(error, 'Uncaught Exception', 129));
process.on('unhandledRejection', (reason) => {
  const error = toLambdaError(reason);
  const rejection = { ...error, errorType: 'Runtime.UnhandledPromiseRejection' };
  rejection.errorMessage = `${error.errorType}: ${error.errorMessage}`;
  endWith(rejection, 'Unhandled Promise Rejection', 128);
});

let isLoading = true;
const handler = await loadHandler(env).catch((/** @type {unknown} */ error) =>
  endWith(error, 'Uncaught Exception', 1),
);
isLoading = false;
if (handler) {
  listen(handler);
  send({ id: 'start' });
}

/** @param {(event: unknown, context: object) => unknown} handle */
function listen(handle) {
  let rest = '';
  socket.setEncoding('utf8');
  socket.on('data', (/** @type {string} */ piece) => {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) void serve(handle, parse(line));
  });
  // The engine has gone: nobody waits for an answer.
  socket.on('end', () => exit(0));
}

/** @param {(event: unknown, context: object) => unknown} handle @param {Invocation} invocation */
async function serve(handle, invocation) {
  current = invocation;
  env[traceIdName] = invocation.traceId;
  logging.requestId = invocation.id;
  try {
    const result = await handle(parse(invocation.event), createContext(env, invocation));
    respond(invocation.id, stringify(result === undefined ? null : result) ?? 'null');
  } catch (error) {
    const lambdaError = toLambdaError(error);
    logging.error('Invoke Error', lambdaError);
    finish({ id: invocation.id, error: lambdaError });
  }
}

/** @param {string} id @param {string} payload */
function respond(id, payload) {
  const size = byteLength(payload);
  if (size <= MAX_RESPONSE_BYTES) return finish({ id, payload });
  const errorMessage = `Response payload size exceeded maximum allowed payload size (${MAX_RESPONSE_BYTES} bytes).`;
  finish({ id, error: { errorType: 'Function.ResponseSizeTooLarge', errorMessage } });
}

/** @param {Answer} answer */
function finish(answer) {
  // An answer after the process was told to end belongs to nobody.
  if (!current || current.id !== answer.id) return;
  current = undefined;
  send(answer);
}

/** Reports what ended the process, to the invocation under way or as the error of the initialisation. @param {unknown} error @param {string} label @param {number} code */
function endWith(error, label, code) {
  const lambdaError = toLambdaError(error);
  logging.error(label, lambdaError);
  const id = isLoading ? 'start' : current?.id;
  current = undefined;
  send({ id: id ?? 'none', error: lambdaError, fatal: true }, () => exit(code));
}

/** @param {Answer} message @param {() => void} [done] */
function send(message, done) {
  write(`\n${token} ${stringify(message)}\n`, done);
}

/**
 * Node.js queues what a pipe cannot take at once; what is written before an answer has to be in the pipe before it.
 * @param {NodeJS.WriteStream} stream
 */
function writeSynchronously(stream) {
  const handle =
    '_handle' in stream ? /** @type {{ setBlocking?(on: boolean): void }} */ (stream._handle) : {};
  handle.setBlocking?.(true);
}
