// @ts-check

/** @typedef {{ errorType: string, errorMessage: string, trace?: string[] }} LambdaError */

/**
 * An error of the runtime itself; its type is reported in place of a class name.
 * @param {string} type
 * @param {string} message
 * @param {unknown} [cause]
 */
export const runtimeError = (type, message, cause) => {
  const error = new Error(message, { cause });
  error.name = type;
  // AWS shows the user where their own code is wrong.
  if (cause instanceof Error && cause.stack) error.stack = cause.stack;
  return error;
};

/**
 * The error as AWS puts it into the response; anything can be thrown.
 * @param {unknown} thrown
 * @returns {LambdaError}
 */
export const toLambdaError = (thrown) => {
  if (isLambdaError(thrown)) return thrown;
  if (!(thrown instanceof Error)) {
    return { errorType: typeof thrown, errorMessage: safeText(thrown), trace: [] };
  }
  const { name, message, stack } = thrown;
  return {
    errorType: safeText(name),
    errorMessage: safeText(message),
    trace: safeText(stack ?? '').split('\n'),
  };
};

/** @param {unknown} value @returns {value is LambdaError} */
const isLambdaError = (value) =>
  typeof value === 'object' &&
  value !== null &&
  !(value instanceof Error) &&
  'errorType' in value &&
  'trace' in value;

/** @param {unknown} value */
const safeText = (value) => {
  try {
    return String(value);
  } catch {
    return '[not printable]';
  }
};
