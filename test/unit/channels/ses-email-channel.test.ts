import { createServer } from 'node:http';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { afterEach, describe, expect, it } from 'vitest';
import { SesEmailChannel } from '../../../shared/channels/adapters/ses-email-channel.ts';
import type { EmailContent } from '../../../shared/channels/email-content.ts';

type Respond = Parameters<typeof createServer>[1];

const content: EmailContent = {
  from: 'notices@switchboard.example',
  to: 'ada@example.com',
  subject: 'Hello',
  text: 'Hello Ada',
  html: '<p>Hello Ada</p>',
  unsubscribeUrl: 'https://unsubscribe.example/token',
  replyTo: 'reply+token@switchboard.example',
};
const stops: (() => void)[] = [];

afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

/** The unmodified SES client against a server on this machine that answers as told. */
const aChannel = async (respond: NonNullable<Respond>) => {
  const bodies: unknown[] = [];
  const server = createServer(async (request, response) => {
    bodies.push(JSON.parse((await request.toArray()).join('')));
    respond(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stops.push(
    () => server.closeAllConnections(),
    () => server.close(),
  );
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  return { channel: channelAt(`http://127.0.0.1:${port}`), requests: () => bodies.length, bodies, server };
};

const channelAt = (endpoint: string) => {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = new SESv2Client({ endpoint, credentials, region: 'us-east-1', maxAttempts: 1 });
  return new SesEmailChannel({ client, configurationSet: 'receipts', timeoutMs: 1500 });
};

const failing =
  (status: number, type: string, headers: Record<string, string> = {}): NonNullable<Respond> =>
  (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json', 'x-amzn-errortype': type, ...headers });
    response.end(JSON.stringify({ message: 'ada@example.com is not welcome' }));
  };

describe('SesEmailChannel', () => {
  it('sends the mail with the ids that its receipts will carry', async () => {
    const { channel, bodies } = await aChannel((_, response) =>
      response.end(JSON.stringify({ MessageId: 'ses-1' })),
    );

    const outcome = await channel.send(content, { commandId: 'c-1', attempt: 2 });

    expect(outcome).toEqual({ kind: 'accepted', providerMessageId: 'ses-1' });
    expect(bodies).toMatchObject([
      {
        ConfigurationSetName: 'receipts',
        EmailTags: [
          { Name: 'switchboard-command', Value: 'c-1' },
          { Name: 'switchboard-attempt', Value: '2' },
        ],
        Destination: { ToAddresses: ['ada@example.com'] },
        ReplyToAddresses: ['reply+token@switchboard.example'],
        Content: {
          Simple: {
            Body: { Text: { Data: 'Hello Ada' }, Html: { Data: '<p>Hello Ada</p>' } },
            Headers: [
              { Name: 'List-Unsubscribe', Value: '<https://unsubscribe.example/token>' },
              { Name: 'List-Unsubscribe-Post', Value: 'List-Unsubscribe=One-Click' },
            ],
          },
        },
      },
    ]);
  });

  for (const [status, type, expected] of [
    [429, 'TooManyRequestsException', { kind: 'not-accepted', cause: 'THROTTLED', retryAfterMs: 7000 }],
    [403, 'AccessDeniedException', { kind: 'not-accepted', cause: 'CONFIGURATION:AccessDeniedException' }],
    [400, 'SendingPausedException', { kind: 'not-accepted', cause: 'CONFIGURATION:SendingPausedException' }],
    [404, 'NotFoundException', { kind: 'not-accepted', cause: 'CONFIGURATION:NotFoundException' }],
    [400, 'MessageRejected', { kind: 'refused', cause: 'MessageRejected' }],
    [400, 'BadRequestException', { kind: 'refused', cause: 'BadRequestException' }],
    [500, 'InternalServiceErrorException', { kind: 'unknown', cause: 'InternalServiceErrorException' }],
    [503, 'ServiceUnavailable', { kind: 'unknown', cause: 'ServiceUnavailable' }],
  ] as const) {
    it(`takes ${status} ${type} for ${expected.kind}, and asks once`, async () => {
      const { channel, requests } = await aChannel(failing(status, type, { 'retry-after': '7' }));

      expect(await channel.send(content, { commandId: 'c-1', attempt: 1 })).toMatchObject(expected);
      expect(requests()).toBe(1);
    });
  }

  it('knows nothing when no answer comes, and asks once', async () => {
    const { channel, requests } = await aChannel(() => undefined);

    expect(await channel.send(content, { commandId: 'c-1', attempt: 1 })).toMatchObject({ kind: 'unknown' });
    expect(requests()).toBe(1);
  });

  it('knows nothing when the connection breaks after the request', async () => {
    const { channel, requests } = await aChannel((request) => request.socket.destroy());

    expect(await channel.send(content, { commandId: 'c-1', attempt: 1 })).toMatchObject({
      kind: 'unknown',
      cause: 'ECONNRESET',
    });
    expect(requests()).toBe(1);
  });

  it('knows nothing when the answer has no id', async () => {
    const { channel } = await aChannel((_, response) => response.end('{}'));

    expect(await channel.send(content, { commandId: 'c-1', attempt: 1 })).toMatchObject({
      kind: 'unknown',
      cause: 'ANSWER_WITHOUT_ID',
    });
  });

  it('knows that a refused connection took nothing', async () => {
    const { server } = await aChannel(() => undefined);
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    await new Promise((resolve) => server.close(resolve));

    const outcome = await channelAt(`http://127.0.0.1:${port}`).send(content, {
      commandId: 'c-1',
      attempt: 1,
    });

    expect(outcome).toMatchObject({ kind: 'not-accepted', cause: 'ECONNREFUSED' });
  });
});
