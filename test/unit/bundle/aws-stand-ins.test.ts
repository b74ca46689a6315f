import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { standIns } from '../../../infra/bundle/options.ts';
import { exampleCalls } from './aws-calls.ts';
import { type AnyClient, commandsOf, open, type PackageName, pairs } from './aws-pairs.ts';
import { answering, openRecorder, type Received, type Responder } from './wire-recorder.ts';

const region = 'eu-west-1';
const GET_ITEM = { TableName: 't', Key: { pk: { S: 'x' } } };

describe('the stand-ins of AWS’s clients in bundles', () => {
  let service: Awaited<ReturnType<typeof openRecorder>>;
  const clients: AnyClient[] = [];

  beforeAll(async () => {
    service = await openRecorder();
  });

  beforeEach(() => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'ASIATEST');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'a secret');
    vi.stubEnv('AWS_SESSION_TOKEN', 'a session');
    vi.stubEnv('AWS_ENDPOINT_URL', '');
  });

  afterEach(() => {
    for (const client of clients.splice(0)) client.destroy();
    vi.unstubAllEnvs();
  });

  afterAll(() => service.stop());

  const opened = (of: PackageName, which: 'sdk' | 'ours', settings: object = {}) => {
    const made = open(pairs[of][which === 'sdk' ? 0 : 1], {
      region,
      endpoint: service.endpoint,
      forcePathStyle: true,
      ...settings,
    });
    clients.push(made.client);
    return made;
  };

  const call = (
    which: 'sdk' | 'ours',
    { of, command, input }: { readonly of: PackageName; readonly command: string; readonly input: object },
    responder: Responder,
    settings: object = {},
  ) => {
    const made = opened(of, which, settings);
    return service.during(responder, () => outcomeOf(made.client.send(made.command(command, input))));
  };

  it('stand in for each client that functions import, and have an example of each of their commands', () => {
    const imported = sourcesIn('functions', 'shared').flatMap((source) =>
      [...source.matchAll(/^import (?!type )[^;]*? from '(@aws-sdk\/[^']+)'/gm)].map(([, name]) => name),
    );
    expect([...new Set(imported)].sort()).toEqual(Object.keys(pairs).sort());
    expect(Object.keys(standIns).sort()).toEqual(Object.keys(pairs).sort());
    const shown = exampleCalls.map(({ of, command }) => `${of} ${command}`);
    const needed = Object.entries(pairs).flatMap(([of, [, ours]]) =>
      commandsOf(ours).map((command) => `${of} ${command}`),
    );
    expect([...new Set(shown)].sort()).toEqual(needed.sort());
  });

  it.each(exampleCalls)('send and read what the SDK does: $of $command', async (example) => {
    const respond = answering(200, example.answer, example.answerHeaders);

    const [sdk, ours] = [await call('sdk', example, respond), await call('ours', example, respond)];

    expect(ours.received.map(requestOf)).toEqual(sdk.received.map(requestOf));
    expect(await readable(ours.result)).toEqual(await readable(sdk.result));
    await expectSigned(opened(example.of, 'sdk').client, ours.received);
  });

  it.each([
    [
      'a condition that does not hold',
      400,
      { __type: 'com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException', message: 'no' },
    ],
    ['a wrong request', 400, { __type: 'com.amazon.coral.validate#ValidationException', message: 'wrong' }],
    ['a refusal that names nothing', 403, {}],
    [
      'a transaction with reasons',
      400,
      {
        __type: 'com.amazonaws.dynamodb.v20120810#TransactionCanceledException',
        Message: 'cancelled',
        CancellationReasons: [{ Code: 'None' }, { Code: 'ConditionalCheckFailed', Message: 'no' }],
      },
    ],
    [
      'throttling',
      400,
      { __type: 'com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException', message: 'slow' },
    ],
    ['throttling by status', 429, { message: 'slow' }],
    [
      'a failure of the service',
      500,
      { __type: 'com.amazonaws.dynamodb.v20120810#InternalServerError', message: 'oh' },
    ],
  ])('fail as the SDK does, after as many calls: %s', async (_, status, body) => {
    const example = { of: '@aws-sdk/client-dynamodb', command: 'GetItemCommand', input: GET_ITEM } as const;
    const respond = answering(status, body);

    const [sdk, ours] = [
      await call('sdk', example, respond, { maxAttempts: 2 }),
      await call('ours', example, respond, { maxAttempts: 2 }),
    ];

    expect(ours.received.length).toBe(sdk.received.length);
    expect(failureOf(ours.result)).toEqual(failureOf(sdk.result));
  });

  it.each([200, 400, 503])(
    'fail as the SDK does, and repeat nothing, where an answer of %s is no JSON',
    async (status) => {
      const example = { of: '@aws-sdk/client-sesv2', command: 'SendEmailCommand', input: {} } as const;
      const respond = answering(status, '<html>ada@example.com</html>');

      const [sdk, ours] = [
        await call('sdk', example, respond, { maxAttempts: 1 }),
        await call('ours', example, respond, { maxAttempts: 1 }),
      ];

      const { name, message, ...others } = failureOf(ours.result);
      expect(failureOf(sdk.result)).toMatchObject(others);
      expect(`${name} ${message}`).not.toContain('ada@');
    },
  );

  it.each<[PackageName, string, object, Responder]>([
    [
      '@aws-sdk/client-sesv2',
      'SendEmailCommand',
      {},
      answering(
        429,
        { message: 'Maximum sending rate exceeded.' },
        { 'x-amzn-errortype': 'TooManyRequestsException:', 'retry-after': '7' },
      ),
    ],
    [
      '@aws-sdk/client-sesv2',
      'SendEmailCommand',
      {},
      answering(
        400,
        { message: 'Email address is not verified.' },
        { 'x-amzn-errortype': 'MessageRejected' },
      ),
    ],
    ['@aws-sdk/client-sesv2', 'SendEmailCommand', {}, (response) => response.destroy()],
    [
      '@aws-sdk/client-sqs',
      'SendMessageCommand',
      { QueueUrl: 'https://q/1/lane', MessageBody: 'm' },
      answering(
        400,
        { __type: 'com.amazonaws.sqs#QueueDoesNotExist', message: 'gone' },
        { 'x-amzn-query-error': 'AWS.SimpleQueueService.NonExistentQueue;Sender' },
      ),
    ],
    [
      '@aws-sdk/client-sfn',
      'StartExecutionCommand',
      { stateMachineArn: 'a' },
      answering(400, {
        __type: 'com.amazonaws.swf.service.v2.model#ExecutionAlreadyExists',
        message: 'used',
      }),
    ],
    [
      '@aws-sdk/client-s3',
      'GetObjectCommand',
      { Bucket: 'b', Key: 'k' },
      answering(
        404,
        '<?xml version="1.0"?><Error><Code>NoSuchKey</Code><Message>The key &amp; more</Message></Error>',
      ),
    ],
    [
      '@aws-sdk/client-s3',
      'PutObjectCommand',
      { Bucket: 'b', Key: 'k', Body: 'x' },
      answering(503, '<Error><Code>SlowDown</Code><Message>m</Message></Error>'),
    ],
  ])('fail as the SDK does where nothing is tried again: %s %s', async (of, command, input, respond) => {
    const settings = { maxAttempts: 1 };

    const [sdk, ours] = [
      await call('sdk', { of, command, input }, respond, settings),
      await call('ours', { of, command, input }, respond, settings),
    ];

    expect([ours.received.length, sdk.received.length]).toEqual([1, 1]);
    expect(failureOf(ours.result)).toEqual(failureOf(sdk.result));
  });

  it('come through what passes, and say how many calls it took', async () => {
    const respond: Responder = (response, nth) => {
      if (nth === 0) response.destroy();
      else answering(nth === 1 ? 500 : 200, {})(response, nth);
    };
    const example = { of: '@aws-sdk/client-dynamodb', command: 'GetItemCommand', input: GET_ITEM } as const;

    const [sdk, ours] = [await call('sdk', example, respond), await call('ours', example, respond)];

    expect(ours.result).toMatchObject({ output: { $metadata: { attempts: 3, httpStatusCode: 200 } } });
    expect(sdk.result).toMatchObject({ output: { $metadata: { attempts: 3, httpStatusCode: 200 } } });
  });

  it('refuse a field that they would leave out', () => {
    const { command } = opened('@aws-sdk/client-s3', 'ours');

    expect(() => command('PutObjectCommand', { Bucket: 'b', Key: 'k', Body: '', IfNoneMatch: '*' })).toThrow(
      'IfNoneMatch: is not sent',
    );
  });

  it('repeat a transaction under one token, and begin each under its own', async () => {
    const respond: Responder = (response, nth) => answering(nth % 2 === 0 ? 500 : 200, {})(response, nth);
    const { client, command } = opened('@aws-sdk/client-dynamodb', 'ours');
    const send = () => client.send(command('TransactWriteItemsCommand', { TransactItems: [] }));

    const { received } = await service.during(respond, async () => {
      await send();
      await send();
    });

    const tokens = received.map(({ body }) => JSON.parse(body.toString()).ClientRequestToken);
    expect(tokens[0]).toMatch(/^[\da-f-]{36}$/);
    expect([tokens[1], tokens[3]]).toEqual([tokens[0], tokens[2]]);
    expect(tokens[2]).not.toBe(tokens[0]);
  });

  it('give up what does not answer in time, and what is aborted', async () => {
    const silent: Responder = () => undefined;
    const example = { of: '@aws-sdk/client-dynamodb', command: 'GetItemCommand', input: GET_ITEM } as const;
    const settings = { maxAttempts: 2, requestHandler: { requestTimeout: 30 } };

    const late = await call('ours', example, silent, settings);
    expect(late.received.length).toBe(2);
    expect(failureOf(late.result)).toMatchObject({ name: 'TimeoutError', attempts: 2 });

    const { client, command } = opened('@aws-sdk/client-sesv2', 'ours');
    const abortSignal = AbortSignal.timeout(30);
    const aborted = await service.during(silent, () =>
      outcomeOf(client.send(command('SendEmailCommand', {}), { abortSignal })),
    );
    expect(failureOf(aborted.result)).toMatchObject({ name: 'AbortError' });
    expect(aborted.received.length).toBe(1);
  });

  it.each([
    ['not at all where a request is never repeated', 1, 2],
    ['as long as it stands where another try costs nothing', 2, 1],
  ])('use a connection again that idled for 15 seconds: %s', async (_, maxAttempts, connections) => {
    vi.useFakeTimers({ now: Date.parse('2026-11-27T12:00:00Z'), toFake: ['Date'] });
    const { client, command } = opened('@aws-sdk/client-sesv2', 'ours', { maxAttempts });
    const sendAfter = async (...waits: readonly number[]) => {
      for (const wait of waits) {
        vi.setSystemTime(Date.now() + wait);
        await client.send(command('SendEmailCommand', {}));
        await new Promise((resolve) => setImmediate(resolve)); // the connection is free then
      }
    };

    const { received } = await service.during(answering(200, {}), () => sendAfter(0, 14_999, 15_001));
    vi.useRealTimers();

    const [first, second, third] = received.map(({ port }) => port);
    expect(second).toBe(first);
    expect(new Set([second, third]).size).toBe(connections);
  });

  it('spend no more on retries than their capacity while a service is down', async () => {
    const { client, command } = opened('@aws-sdk/client-dynamodb', 'ours', { maxAttempts: 2 });
    const down = answering(500, {});

    const { received } = await service.during(down, async () => {
      for (let nth = 0; nth < 60; nth += 1) await outcomeOf(client.send(command('GetItemCommand', GET_ITEM)));
    });

    expect(received.length).toBe(60 + Math.floor(500 / 14));
  });

  it('find the endpoints that the SDK finds', async () => {
    for (const of of Object.keys(pairs) as PackageName[]) {
      for (const place of ['us-east-1', 'eu-central-1', 'cn-north-1', 'us-gov-west-1']) {
        const sdk = open(pairs[of][0], { region: place, forcePathStyle: true });
        const ours = open(pairs[of][1], { region: place });
        clients.push(sdk.client, ours.client);
        expect(hostOf(ours.client), of).toBe(await sdkHost(sdk.client, place));
      }
    }
  });

  it('read and write any attribute value as the SDK does', async () => {
    const bytes = fc.uint8Array({ maxLength: 9 });
    const name = fc.constantFrom('a', 'B', 'BS', 'S', 'ü"');
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        fc.record({ S: fc.string({ unit: 'binary' }) }),
        fc.record({ N: fc.integer().map(String) }),
        fc.record({ B: bytes }),
        fc.record({ BS: fc.array(bytes, { minLength: 1, maxLength: 3 }) }),
        fc.record({ SS: fc.array(fc.string(), { minLength: 1, maxLength: 3 }) }),
        fc.record({ BOOL: fc.boolean() }),
        fc.record({ L: fc.array(tie('value'), { maxLength: 3 }) }),
        fc.record({ M: fc.dictionary(name, tie('value'), { maxKeys: 3 }) }),
      ),
    }));
    const sdk = opened('@aws-sdk/client-dynamodb', 'sdk');
    const ours = opened('@aws-sdk/client-dynamodb', 'ours');
    const echo = async ({ client, command }: typeof ours, Item: object) => {
      let sent = '';
      const put = await service.during(answering(200, {}), () =>
        client.send(command('PutItemCommand', { TableName: 't', Item })),
      );
      sent = put.received[0]?.body.toString() ?? '';
      const got = await service.during(answering(200, JSON.stringify(JSON.parse(sent), null, 1)), () =>
        client.send(command('GetItemCommand', GET_ITEM)),
      );
      return { sent: JSON.parse(sent), got: Reflect.get(got.result, 'Item') };
    };

    await fc.assert(
      fc.asyncProperty(fc.dictionary(name, value, { maxKeys: 3 }), async (Item) => {
        expect(await echo(ours, Item)).toEqual(await echo(sdk, Item));
      }),
      { numRuns: 300 },
    );
  });
});

const sourcesIn = (...folders: readonly string[]): readonly string[] =>
  folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => readFileSync(join(folder, file), 'utf8')),
  );

type Outcome = { readonly output: object } | { readonly error: unknown };

const outcomeOf = (sent: Promise<object>): Promise<Outcome> =>
  sent.then(
    (output) => ({ output }),
    (error: unknown) => ({ error }),
  );

/** What counts of a request; tokens that the client makes are all the same, and `x-id` says nothing to S3. */
const requestOf = ({ method, url, headers, body }: Received) => {
  const {
    host,
    range,
    'content-type': type,
    'x-amz-target': target,
    'x-amz-security-token': session,
  } = headers;
  const [path, query = ''] = url.split('?');
  const asked = [...new URLSearchParams(query)].filter(([name]) => name !== 'x-id').sort();
  const text = body.toString().replace(/(?<="ClientRequestToken":")[\da-f-]{36}/, 'token');
  return { method, path, asked, host, range, type, target, session, body: parsed(text) };
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

const isContent = (value: unknown): value is { transformToByteArray(): Promise<Uint8Array> } =>
  typeof value === 'object' && value !== null && 'transformToByteArray' in value;

/** An output as its caller reads it; S3 repeats much in headers that nobody here reads. */
const readable = async (outcome: Outcome): Promise<unknown> => {
  if (!('output' in outcome)) return outcome;
  const { $metadata, Metadata, ...output } = outcome.output as Record<string, unknown>;
  const read: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(output))
    read[name] = isContent(value) ? await value.transformToByteArray() : value;
  return read;
};

const failureOf = (outcome: Outcome) => {
  if ('output' in outcome) throw new Error('did not fail');
  const error = outcome.error as Error & {
    code?: string;
    CancellationReasons?: unknown;
    $metadata?: { httpStatusCode?: number; attempts?: number };
    $response?: { statusCode?: number; headers?: Record<string, string> };
  };
  const { name, message, code, CancellationReasons, $metadata, $response } = error;
  const { httpStatusCode, attempts } = $metadata ?? {};
  const retryAfter = $response?.headers?.['retry-after'];
  return {
    name,
    message,
    code,
    CancellationReasons,
    httpStatusCode,
    attempts,
    status: $response?.statusCode,
    retryAfter,
  };
};

/** Signs what was received once more by the SDK's own signer: the signatures must be equal. */
const expectSigned = async ({ config }: AnyClient, received: readonly Received[]): Promise<void> => {
  const made = typeof config.signer === 'function' ? await config.signer() : config.signer;
  for (const { method, url, headers, body } of received) {
    const { authorization = '', 'x-amz-date': date } = headers;
    const names = /SignedHeaders=([^,]+)/.exec(authorization)?.[1]?.split(';') ?? [];
    const [path, query = ''] = url.split('?');
    const signed = await made.sign(
      {
        method,
        protocol: 'http:',
        hostname: '127.0.0.1',
        path: path ?? '',
        query: Object.fromEntries(new URLSearchParams(query)),
        headers: Object.fromEntries(names.map((name) => [name, headers[name]])),
        body,
      },
      {
        signingDate: dateOf(String(date)),
        signableHeaders: new Set(names),
        unsignableHeaders: new Set(['x-amz-content-sha256'].filter((name) => !names.includes(name))),
      },
    );
    expect(authorization).toBe(signed.headers.authorization);
  }
};

const dateOf = (basic: string): Date =>
  new Date(basic.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));

const hostOf = (client: AnyClient): unknown => Reflect.get(client.config, 'host');

const sdkHost = async (client: AnyClient, region: string): Promise<string> => {
  const { endpointProvider } = client.config as unknown as {
    endpointProvider: (place: object) => { readonly url: URL };
  };
  return endpointProvider({ Region: region, UseFIPS: false, UseDualStack: false, ForcePathStyle: true }).url
    .host;
};
