// @ts-check

/**
 * What the engine sends for one invocation; `deadline` in milliseconds since the epoch, `event` as JSON text.
 * @typedef {{ id: string, functionArn: string, traceId: string, deadline: number, event: string }} Invocation
 */

const now = Date.now;

/**
 * AWS's context object of one invocation.
 * @param {NodeJS.ProcessEnv} env
 * @param {Invocation} invocation
 */
export const createContext = (env, invocation) => ({
  // Kept for functions that set it; from Node.js 24 on AWS ignores it, and so do we.
  callbackWaitsForEmptyEventLoop: true,
  functionName: env['AWS_LAMBDA_FUNCTION_NAME'],
  functionVersion: env['AWS_LAMBDA_FUNCTION_VERSION'],
  memoryLimitInMB: env['AWS_LAMBDA_FUNCTION_MEMORY_SIZE'],
  logGroupName: env['AWS_LAMBDA_LOG_GROUP_NAME'],
  logStreamName: env['AWS_LAMBDA_LOG_STREAM_NAME'],
  invokedFunctionArn: invocation.functionArn,
  awsRequestId: invocation.id,
  clientContext: undefined,
  identity: undefined,
  getRemainingTimeInMillis: () => Math.max(0, Math.floor(invocation.deadline - now())),
});
