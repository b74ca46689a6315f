// @ts-check
import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { runtimeError } from './lambda-error.mjs';

const EXTENSIONS = ['', '.js', '.mjs', '.cjs'];
const CALLBACK_MESSAGE =
  'ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. ' +
  'Use an async handler (event, context) instead.';

/**
 * Loads the handler that _HANDLER names; rejects with AWS's runtime errors.
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<(event: unknown, context: object) => unknown>}
 */
export const loadHandler = async (env) => {
  const name = env['_HANDLER'] ?? '';
  const [, folder = '', module, exported] = /^(.*\/)?([^./]+)\.(.+)$/.exec(name) ?? [];
  if (!module || !exported) throw runtimeError('Runtime.MalformedHandlerName', `Bad handler '${name}'`);
  const loaded = await importModule(path.resolve(env['LAMBDA_TASK_ROOT'] ?? '.', folder, module), module);
  const handler = find(loaded, exported) ?? find(loaded['default'], exported);
  if (handler === undefined) {
    throw runtimeError('Runtime.HandlerNotFound', `${name} is undefined or not exported`);
  }
  if (typeof handler !== 'function') {
    throw runtimeError('Runtime.HandlerNotFound', `${name} is not a function`);
  }
  if (handler.length >= 3) throw runtimeError('Runtime.CallbackHandlerDeprecated', CALLBACK_MESSAGE);
  return /** @type {(event: unknown, context: object) => unknown} */ (handler);
};

/** @param {string} file without its extension @param {string} module @returns {Promise<Record<string, unknown>>} */
const importModule = async (file, module) => {
  const found = EXTENSIONS.map((extension) => file + extension).find((candidate) => existsSync(candidate));
  if (!found) throw runtimeError('Runtime.ImportModuleError', `Error: Cannot find module '${module}'`);
  try {
    return await import(pathToFileURL(found).href);
  } catch (error) {
    if (error instanceof SyntaxError) {
      throw runtimeError('Runtime.UserCodeSyntaxError', String(error), error);
    }
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND') {
      throw runtimeError('Runtime.ImportModuleError', String(error), error);
    }
    throw error;
  }
};

/** @param {unknown} from @param {string} dotted @returns {unknown} */
const find = (from, dotted) =>
  dotted.split('.').reduce((/** @type {unknown} */ value, key) => member(value, key), from);

/** @param {unknown} value @param {string} key @returns {unknown} */
const member = (value, key) =>
  (typeof value === 'object' && value !== null) || typeof value === 'function'
    ? /** @type {Record<string, unknown>} */ (value)[key]
    : undefined;
