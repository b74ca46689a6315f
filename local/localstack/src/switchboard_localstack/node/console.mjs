// @ts-check
import { writeSync } from 'node:fs';
import { format } from 'node:util';

const LEVELS = /** @type {const} */ ({
  trace: 'TRACE',
  debug: 'DEBUG',
  log: 'INFO',
  info: 'INFO',
  warn: 'WARN',
  error: 'ERROR',
});

/**
 * Makes `console` write as on AWS: time, request id and level before each message, one line for one message.
 * Writing is synchronous, so that what was logged before an answer is in the log of its invocation.
 * @param {NodeJS.ProcessEnv} env
 */
export const installConsole = (env) => {
  const asJson = env['AWS_LAMBDA_LOG_FORMAT'] === 'JSON';
  /** Mutable: the invocation under way, undefined while the handler is loaded. @type {{ requestId: string | undefined, error: (label: string, error: object) => void }} */
  const logging = { requestId: undefined, error: () => {} };
  /** @param {string} level @param {unknown[]} values */
  const print = (level, values) => {
    const message = format(...values);
    writeLine(
      asJson ? jsonLine(level, logging.requestId, message) : textLine(level, logging.requestId, message),
    );
  };
  for (const [method, level] of Object.entries(LEVELS)) {
    console[/** @type {keyof typeof LEVELS} */ (method)] = (/** @type {unknown[]} */ ...values) =>
      print(level, values);
  }
  logging.error = (label, error) => print('ERROR', [`${label} \t${JSON.stringify(error)}`]);
  return logging;
};

/** @param {string} level @param {string | undefined} requestId @param {string} message */
const jsonLine = (level, requestId, message) =>
  JSON.stringify({ timestamp: new Date().toISOString(), level, requestId, message });

/** A newline within a message becomes a carriage return: CloudWatch shows it as one event. @param {string} level @param {string | undefined} requestId @param {string} message */
const textLine = (level, requestId, message) =>
  `${new Date().toISOString()}\t${requestId}\t${level}\t${message.replaceAll('\n', '\r')}`;

/** @param {string} line */
const writeLine = (line) => {
  let rest = Buffer.from(`${line}\n`);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(1, rest));
    } catch (error) {
      // Full pipe: the engine is reading it. Anything else means that nobody reads any more.
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) return;
    }
  }
};
