import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  CreateFunctionCommand,
  type CreateFunctionCommandInput,
  DeleteFunctionCommand,
  InvokeCommand,
  LambdaClient,
  waitUntilFunctionActiveV2,
} from '@aws-sdk/client-lambda';
import { storedZip } from './stored-zip.ts';

/** Settings of any AWS client for a local engine. */
export const localClient = (endpoint: string) => ({
  endpoint,
  region: 'us-east-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  // A test that invokes a function must see one invocation.
  maxAttempts: 1,
});

/** What one synchronous invocation answered; `log` is the end of its log. */
export type TestInvocation = { payload: unknown; functionError: string | undefined; log: string };

/** A function deployed for a test. */
export type TestFunction = {
  name: string;
  arn: string;
  invoke(event?: unknown): Promise<TestInvocation>;
  remove(): Promise<void>;
};

/** How a test function differs from 128 MB, 30 seconds, Node.js 24 and the export `handler`. */
export type TestFunctionOptions = {
  timeoutSeconds?: number;
  memoryMegabytes?: number;
  environment?: Record<string, string>;
  handler?: string;
  runtime?: 'nodejs24.x' | 'python3.13';
  /** Replaces the archive, such as by a folder for hot reloading. */
  code?: CreateFunctionCommandInput['Code'];
};

/** Deploys one source file, whose imports must be Node.js's own, and waits until it can be invoked. */
export const deployTestFunction = async (
  endpoint: string,
  file: string,
  options: TestFunctionOptions = {},
): Promise<TestFunction> => {
  const client = new LambdaClient(localClient(endpoint));
  const module = path.basename(file, path.extname(file));
  const name = `test-${module}-${randomUUID().slice(0, 8)}`;
  const created = await client.send(
    new CreateFunctionCommand({
      FunctionName: name,
      Role: 'arn:aws:iam::000000000000:role/test',
      Runtime: options.runtime ?? 'nodejs24.x',
      Handler: options.handler ?? `${module}.handler`,
      Timeout: options.timeoutSeconds ?? 30,
      MemorySize: options.memoryMegabytes ?? 128,
      Environment: { Variables: options.environment ?? {} },
      Code: options.code ?? { ZipFile: storedZip({ [path.basename(file)]: readFileSync(file) }) },
    }),
  );
  await waitUntilFunctionActiveV2(
    { client, maxWaitTime: 120, minDelay: 0.1, maxDelay: 0.3 },
    { FunctionName: name },
  );
  return {
    name,
    arn: created.FunctionArn ?? '',
    invoke: (event = {}) => invoke(client, name, event),
    remove: async () => {
      await client.send(new DeleteFunctionCommand({ FunctionName: name }));
    },
  };
};

const invoke = async (client: LambdaClient, name: string, event: unknown): Promise<TestInvocation> => {
  const result = await client.send(
    new InvokeCommand({ FunctionName: name, Payload: JSON.stringify(event), LogType: 'Tail' }),
  );
  const text = result.Payload?.transformToString() ?? '';
  return {
    payload: text === '' ? undefined : JSON.parse(text),
    functionError: result.FunctionError,
    log: Buffer.from(result.LogResult ?? '', 'base64').toString(),
  };
};
