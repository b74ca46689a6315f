import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import {
  deployTestFunction,
  type TestFunction,
  type TestFunctionOptions,
} from '../../support/deploy-test-function.ts';
import { processExists } from './engine-processes.ts';

const endpoint = inject('endpoint');
const functions: TestFunction[] = [];

const deploy = async (file: string, options?: TestFunctionOptions): Promise<TestFunction> => {
  const path = fileURLToPath(new URL(`./functions/${file}`, import.meta.url));
  const deployed = await deployTestFunction(endpoint, path, options);
  functions.push(deployed);
  return deployed;
};

afterAll(async () => {
  await Promise.all(functions.map((deployed) => deployed.remove()));
});

describe('a handler that cannot be loaded', () => {
  it('reports the error thrown while loading, with its log and trace', async () => {
    const deployed = await deploy('init-error.mjs');

    const { payload, functionError, log } = await deployed.invoke();

    expect(functionError).toBe('Unhandled');
    expect(payload).toMatchObject({ errorType: 'ConfigurationError', errorMessage: 'TABLE_NAME is missing' });
    expect(payload).toHaveProperty('trace.0', 'ConfigurationError: TABLE_NAME is missing');
    expect(log).toContain('about to fail');
    expect(log).toMatch(/REPORT RequestId: .*\tStatus: error\tError Type: ConfigurationError/);
  });

  it('reports an exit while loading', async () => {
    const deployed = await deploy('init-exit.mjs');

    const { payload } = await deployed.invoke();

    expect(payload).toEqual({
      errorType: 'Runtime.ExitError',
      errorMessage: expect.stringMatching(/^RequestId: \S+ Error: Runtime exited with error: exit status 7$/),
    });
  });

  it.each([
    ['missing.handler', 'Runtime.ImportModuleError'],
    ['probe.missing', 'Runtime.HandlerNotFound'],
    ['probe', 'Runtime.MalformedHandlerName'],
  ])('reports the handler %s as %s', async (handler, errorType) => {
    const deployed = await deploy('probe.mjs', { handler });

    const { payload } = await deployed.invoke();

    expect(payload).toMatchObject({ errorType });
  });

  it('refuses the callback style as Node.js 24 on AWS does', async () => {
    const deployed = await deploy('callback.mjs');

    const { payload } = await deployed.invoke();

    expect(payload).toMatchObject({ errorType: 'Runtime.CallbackHandlerDeprecated' });
  });

  it('says that only Node.js runs without Docker', async () => {
    const deployed = await deploy('probe.mjs', { runtime: 'python3.13' });

    const { payload } = await deployed.invoke();

    expect(payload).toMatchObject({ errorType: 'Runtime.InvalidRuntime' });
  });
});

describe('a process that dies between two invocations', () => {
  it('is replaced, and costs no invocation', async () => {
    const deployed = await deploy('probe.mjs');
    const first = pidIn((await deployed.invoke({ action: 'count' })).payload);
    process.kill(first, 'SIGKILL');
    // The signal is only on its way when `kill` returns; an invocation now could still meet the dying process.
    await vi.waitFor(() => expect(processExists(first)).toBe(false), { timeout: 60_000, interval: 10 });

    const { payload, functionError } = await deployed.invoke({ action: 'count' });

    expect(functionError).toBeUndefined();
    expect(pidIn(payload)).not.toBe(first);
  });
});

describe('an invocation that fails', () => {
  let probe: TestFunction;
  beforeAll(async () => {
    probe = await deploy('probe.mjs');
  });

  it('reports a thrown error and keeps the process', async () => {
    const before = await probe.invoke({ action: 'count' });
    const { payload, functionError } = await probe.invoke({ action: 'throwError' });
    const after = await probe.invoke({ action: 'count' });

    expect(functionError).toBe('Unhandled');
    expect(payload).toMatchObject({ errorType: 'TypeError', errorMessage: 'the event is wrong' });
    expect(processOf(after)).toBe(processOf(before));
  });

  it('reports anything that can be thrown', async () => {
    const { payload } = await probe.invoke({ action: 'throwText' });

    expect(payload).toEqual({ errorType: 'string', errorMessage: 'only text', trace: [] });
  });

  it.each([
    [{ action: 'exit', code: 3 }, 'Runtime exited with error: exit status 3'],
    [{ action: 'exit', code: 0 }, 'Runtime exited without providing a reason'],
    [{ action: 'kill' }, 'Runtime exited with error: signal: killed'],
  ])('reports the end of the process after %o and invokes a new one', async (event, reason) => {
    const before = await probe.invoke({ action: 'count' });
    const { payload, functionError, log } = await probe.invoke(event);
    const after = await probe.invoke({ action: 'count' });

    expect(functionError).toBe('Unhandled');
    expect(payload).toEqual({
      errorType: 'Runtime.ExitError',
      errorMessage: expect.stringMatching(new RegExp(`^RequestId: \\S+ Error: ${reason}$`)),
    });
    expect(log).toContain(`Error: ${reason}\nRuntime.ExitError\n`);
    expect(after.payload).toMatchObject({ invocations: 1 });
    expect(processOf(after)).not.toBe(processOf(before));
    expect(after.log).toContain('Init Duration');
  });

  it.each([
    ['throwLater', { errorType: 'RangeError', errorMessage: 'nobody catches this' }],
    [
      'rejectLater',
      { errorType: 'Runtime.UnhandledPromiseRejection', errorMessage: 'RangeError: nobody awaits this' },
    ],
  ])('reports what nobody caught (%s) and invokes a new process', async (action, error) => {
    const { payload } = await probe.invoke({ action });
    const after = await probe.invoke({ action: 'count' });

    expect(payload).toMatchObject(error);
    expect(after.payload).toMatchObject({ invocations: 1 });
  });

  it('refuses a response over six megabytes', async () => {
    const { payload } = await probe.invoke({ action: 'answer', bytes: 6_300_000 });

    expect(payload).toMatchObject({ errorType: 'Function.ResponseSizeTooLarge' });
  });
});

describe('a limit', () => {
  it.each(['spin', 'spinWithChild', 'sleep'])('kills a function over its time-out (%s)', async (action) => {
    const deployed = await deploy('probe.mjs', { timeoutSeconds: 1 });

    const { payload, functionError, log } = await deployed.invoke({ action, milliseconds: 60_000 });
    const after = await deployed.invoke({ action: 'count' });

    expect(functionError).toBe('Unhandled');
    expect(payload).toEqual({
      errorType: 'Sandbox.Timedout',
      errorMessage: expect.stringMatching(/^RequestId: \S+ Error: Task timed out after 1\.00 seconds$/),
    });
    expect(log).toMatch(/\S+Z \S+ Task timed out after 1\.00 seconds\n/);
    expect(log).toMatch(/\tStatus: timeout/);
    expect(after.payload).toMatchObject({ invocations: 1 });
  });

  it('kills a function whose resident memory is over its size', async () => {
    const deployed = await deploy('probe.mjs', { memoryMegabytes: 128 });

    const { payload, log } = await deployed.invoke({ action: 'fillBuffers' });
    const after = await deployed.invoke({ action: 'count' });

    expect(payload).toEqual({
      errorType: 'Runtime.OutOfMemory',
      errorMessage: expect.stringMatching(
        /^RequestId: \S+ Error: Runtime exited with error: signal: killed$/,
      ),
    });
    expect(log).toMatch(/\tStatus: error\tError Type: Runtime\.OutOfMemory/);
    expect(after.payload).toMatchObject({ invocations: 1 });
  });

  it('ends a function whose heap is over its size', async () => {
    const deployed = await deploy('probe.mjs', { memoryMegabytes: 128 });

    const { payload } = await deployed.invoke({ action: 'fillHeap' });

    // Node.js gives up by itself, or the watchdog is first; AWS knows both ends.
    expect(payload).toMatchObject({
      errorType: expect.stringMatching(/^Runtime\.(OutOfMemory|ExitError)$/),
      errorMessage: expect.stringMatching(/signal: (killed|aborted)$/),
    });
  });
});

const processOf = ({ payload }: { payload: unknown }): unknown =>
  typeof payload === 'object' && payload !== null && 'pid' in payload ? payload.pid : undefined;

const pidIn = (payload: unknown): number =>
  typeof payload === 'object' && payload !== null && 'pid' in payload ? Number(payload.pid) : Number.NaN;
