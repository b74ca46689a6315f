import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { LambdaClient, UpdateFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { deployTestFunction, localClient, type TestFunction } from '../../support/deploy-test-function.ts';

const endpoint = inject('endpoint');
const source = (file: string): string => fileURLToPath(new URL(`./functions/${file}`, import.meta.url));

describe('a function process', () => {
  let probe: TestFunction;
  beforeAll(async () => {
    probe = await deployTestFunction(endpoint, source('probe.mjs'), {
      memoryMegabytes: 256,
      timeoutSeconds: 20,
      environment: { TABLE_NAME: 'agents' },
    });
  });
  afterAll(() => probe.remove());

  it("has AWS's environment, its own variables and nothing of the host's", async () => {
    const { payload } = await probe.invoke({ action: 'describe' });

    const { environment } = payload as { environment: Record<string, string> };
    expect(environment).toMatchObject({
      AWS_LAMBDA_FUNCTION_NAME: probe.name,
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
      AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${probe.name}`,
      AWS_LAMBDA_LOG_STREAM_NAME: expect.stringMatching(/^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][0-9a-f]{32}$/),
      AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
      AWS_REGION: 'us-east-1',
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
      AWS_ENDPOINT_URL: endpoint,
      AWS_ACCESS_KEY_ID: expect.any(String),
      AWS_SECRET_ACCESS_KEY: expect.any(String),
      AWS_SESSION_TOKEN: expect.any(String),
      _HANDLER: 'probe.handler',
      _X_AMZN_TRACE_ID: expect.stringMatching(
        /^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=[01]/,
      ),
      TZ: 'UTC',
      TABLE_NAME: 'agents',
    });
    expect(payload).toHaveProperty('cwd', environment['LAMBDA_TASK_ROOT']);
    const names = Object.keys(environment).filter(
      (name) => !/^_?(AWS|LAMBDA|LOCALSTACK_HOSTNAME)/.test(name),
    );
    expect(names.sort()).toEqual(
      ['EDGE_PORT', 'LANG', 'PATH', 'TABLE_NAME', 'TMPDIR', 'TZ', '_HANDLER', '_X_AMZN_TRACE_ID'].sort(),
    );
  });

  it("gets AWS's context object", async () => {
    const { payload } = await probe.invoke({ action: 'describe' });

    expect(payload).toHaveProperty('context', {
      callbackWaitsForEmptyEventLoop: true,
      functionName: probe.name,
      functionVersion: '$LATEST',
      memoryLimitInMB: '256',
      logGroupName: `/aws/lambda/${probe.name}`,
      logStreamName: expect.stringContaining('[$LATEST]'),
      invokedFunctionArn: probe.arn,
      awsRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
  });

  it('counts the remaining time down from the time-out', async () => {
    const { payload } = await probe.invoke({ action: 'remaining' });

    const { before, after } = payload as { before: number; after: number };
    expect(before).toBeLessThanOrEqual(20_000);
    expect(before - after).toBeGreaterThanOrEqual(190);
  });

  it('has a new trace for each invocation', async () => {
    const traces = [
      await probe.invoke({ action: 'describe' }),
      await probe.invoke({ action: 'describe' }),
    ].map(
      ({ payload }) => (payload as { environment: Record<string, string> }).environment['_X_AMZN_TRACE_ID'],
    );

    expect(traces[0]).not.toBe(traces[1]);
  });

  it('runs one invocation at a time', async () => {
    const answers = await Promise.all(
      [1, 2, 3].map(() => probe.invoke({ action: 'sleep', milliseconds: 700 })),
    );

    const runs = answers.map(({ payload }) => payload as { pid: number; started: number; ended: number });
    for (const run of runs) {
      const others = runs.filter((other) => other !== run && other.pid === run.pid);
      for (const other of others) expect(other.started >= run.ended || other.ended <= run.started).toBe(true);
    }
  });

  it('ends the invocation under way when its function is changed', async () => {
    const changed = await deployTestFunction(endpoint, source('probe.mjs'));
    await changed.invoke({ action: 'count' });

    const underWay = changed.invoke({ action: 'sleep', milliseconds: 3_000 });
    await sleep(500);
    await new LambdaClient(localClient(endpoint)).send(
      new UpdateFunctionConfigurationCommand({ FunctionName: changed.name, Timeout: 40 }),
    );

    expect((await underWay).functionError).toBeUndefined();
    await changed.remove();
  });

  it('answers null for undefined and takes a response of nearly six megabytes', async () => {
    const nothing = await probe.invoke({ action: 'nothing' });
    const large = await probe.invoke({ action: 'answer', bytes: 6_000_000 });

    expect(nothing.payload).toBeNull();
    expect(large.payload).toHaveLength(6_000_000);
  });

  it('runs the code as it is in the folder when deployed for hot reloading', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'hot-reload-'));
    const write = (text: string): void =>
      writeFileSync(path.join(folder, 'index.mjs'), `export const handler = async () => '${text}';`);
    write('first');
    const code = { S3Bucket: 'hot-reload', S3Key: folder };
    const deployed = await deployTestFunction(endpoint, source('probe.mjs'), {
      code,
      handler: 'index.handler',
    });

    const before = await deployed.invoke();
    write('the second');
    const after = await deployed.invoke();

    expect([before.payload, after.payload]).toEqual(['first', 'the second']);
    await deployed.remove();
    rmSync(folder, { recursive: true });
  });
});

describe('the log of a function', () => {
  let probe: TestFunction;
  beforeAll(async () => {
    probe = await deployTestFunction(endpoint, source('probe.mjs'));
  });
  afterAll(() => probe.remove());

  it("is framed by AWS's lines and reaches CloudWatch Logs", async () => {
    const { log } = await probe.invoke({ action: 'log' });

    const lines = log.split('\n');
    expect(lines).toEqual([
      expect.stringMatching(/^INIT_START Runtime Version: nodejs/),
      expect.stringMatching(/^START RequestId: [0-9a-f-]{36} Version: \$LATEST$/),
      expect.stringMatching(/^\S+Z\t[0-9a-f-]{36}\tINFO\ta line \{ with: 'an object' \}$/),
      expect.stringMatching(/^\S+Z\t[0-9a-f-]{36}\tERROR\ttwo\rlines$/),
      'no newline at the end',
      expect.stringMatching(/^END RequestId: [0-9a-f-]{36}$/),
      expect.stringMatching(
        /^REPORT RequestId: \S+\tDuration: [\d.]+ ms\tBilled Duration: \d+ ms\tMemory Size: 128 MB\tMax Memory Used: [1-9]\d+ MB\tInit Duration: [\d.]+ ms\t$/,
      ),
      '',
    ]);
    const stored = await eventuallyLogged(probe.name, 'no newline at the end');
    expect(stored.map((message) => message.trimEnd())).toEqual(
      lines.slice(0, -1).map((line) => line.trimEnd()),
    );
  });

  it('has no initialisation on a warm start', async () => {
    const { log } = await probe.invoke({ action: 'count' });

    expect(log).toMatch(/^START RequestId/);
    expect(log).not.toContain('Init Duration');
  });

  it('keeps a bounded part of a flood', async () => {
    const { payload, log } = await probe.invoke({ action: 'flood', megabytes: 64 });

    expect(payload).toBe('flooded');
    expect(log).toMatch(/\[\d+ more bytes of output dropped by the local engine\]\nEND RequestId/);
  });

  it('cannot be mistaken for an answer, whatever a handler writes wherever it can', async () => {
    const hostile = await deployTestFunction(endpoint, source('hostile.mjs'));

    const first = await hostile.invoke();
    const second = await hostile.invoke();

    expect([first.payload, second.payload]).toEqual(['honest', 'honest']);
    expect(first.functionError).toBeUndefined();
    expect(second.log).not.toContain('Init Duration');
    await hostile.remove();
  });
});

const eventuallyLogged = (name: string, text: string): Promise<string[]> => {
  const client = new CloudWatchLogsClient(localClient(endpoint));
  return vi.waitFor(
    async () => {
      const found = await client.send(new FilterLogEventsCommand({ logGroupName: `/aws/lambda/${name}` }));
      const messages = (found.events ?? []).map(({ message }) => message ?? '');
      expect(messages.join('')).toContain(text);
      return messages;
    },
    { timeout: 60_000, interval: 200 },
  );
};
