import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { HttpChannel } from '../../../shared/channels/adapters/http-channel.ts';
import type { MessageContent } from '../../../shared/channels/message-content.ts';
import { listening } from '../../support/listening.ts';

const content: MessageContent = { from: 'Switchboard', to: '+15550123456', text: 'Hello Ada' };
const attempt = { commandId: 'c-1', attempt: 2 };
const stops: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

type Seen = { readonly request: IncomingMessage; readonly body: unknown };

/** The channel against a server on this machine that answers as told. */
const aChannel = async (respond: (request: IncomingMessage, response: ServerResponse) => void) => {
  const seen: Seen[] = [];
  const { endpoint, stop } = await listening(async (request, response) => {
    seen.push({ request, body: JSON.parse((await request.toArray()).join('')) });
    respond(request, response);
  });
  stops.push(stop);
  return { channel: new HttpChannel({ url: `${endpoint}/messages`, timeoutMs: 1500 }), seen, stop };
};

const answering = (status: number, body: string, headers: Record<string, string> = {}) =>
  aChannel((_, response) => response.writeHead(status, headers).end(body));

describe('HttpChannel', () => {
  it('posts the message with the ids of its attempt, which are its idempotency key', async () => {
    const { channel, seen } = await answering(202, '{"messageId":"m-1","more":true}');

    const outcome = await channel.send(content, attempt);

    expect(outcome).toEqual({ kind: 'accepted', providerMessageId: 'm-1' });
    expect(seen).toMatchObject([
      {
        request: {
          method: 'POST',
          url: '/messages',
          headers: { 'content-type': 'application/json', 'idempotency-key': 'c-1/2' },
        },
        body: {
          commandId: 'c-1',
          attempt: 2,
          from: 'Switchboard',
          to: '+15550123456',
          text: 'Hello Ada',
        },
      },
    ]);
  });

  for (const [status, expected] of [
    [429, { kind: 'not-accepted', cause: 'THROTTLED', retryAfterMs: 7000 }],
    [401, { kind: 'not-accepted', cause: 'CONFIGURATION:HTTP_401' }],
    [403, { kind: 'not-accepted', cause: 'CONFIGURATION:HTTP_403' }],
    [400, { kind: 'refused', cause: 'HTTP_400' }],
    [404, { kind: 'refused', cause: 'HTTP_404' }],
    [422, { kind: 'refused', cause: 'HTTP_422' }],
    [500, { kind: 'unknown', cause: 'HTTP_500' }],
    [503, { kind: 'unknown', cause: 'HTTP_503' }],
  ] as const) {
    it(`takes ${status} for ${expected.kind}, asks once and repeats no word of the answer`, async () => {
      const { channel, seen } = await answering(status, '{"error":"no such number +15550123456"}', {
        'retry-after': '7',
      });

      expect(await channel.send(content, attempt)).toMatchObject(expected);
      expect(seen).toHaveLength(1);
    });
  }

  it('follows no redirect, and does not know what one means', async () => {
    const { channel, seen } = await answering(307, '', { location: '/elsewhere' });

    expect(await channel.send(content, attempt)).toMatchObject({ kind: 'unknown', cause: 'HTTP_307' });
    expect(seen).toHaveLength(1);
  });

  for (const body of ['', 'OK', '{}', '{"messageId":7}', '[]', `{"messageId":"${'m'.repeat(257)}"}`]) {
    it(`knows nothing when it is accepted by ${body.slice(0, 20) || 'an empty answer'}`, async () => {
      const { channel } = await answering(200, body);

      expect(await channel.send(content, attempt)).toMatchObject({
        kind: 'unknown',
        cause: 'ANSWER_WITHOUT_ID',
      });
    });
  }

  it('knows nothing when no answer comes, and asks once', async () => {
    const { channel, seen } = await aChannel(() => undefined);

    expect(await channel.send(content, attempt)).toMatchObject({ kind: 'unknown', cause: 'TimeoutError' });
    expect(seen).toHaveLength(1);
  });

  it('knows nothing when an answer begins and never ends', async () => {
    const { channel } = await aChannel((_, response) => response.writeHead(200).write('{"messageId":'));

    expect(await channel.send(content, attempt)).toMatchObject({ kind: 'unknown' });
  });

  it('knows nothing when the connection breaks after the request, and asks once', async () => {
    const { channel, seen } = await aChannel((request) => request.socket.destroy());

    expect(await channel.send(content, attempt)).toMatchObject({ kind: 'unknown', cause: 'UND_ERR_SOCKET' });
    expect(seen).toHaveLength(1);
  });

  it('knows that a refused connection took nothing', async () => {
    const { channel, stop } = await aChannel(() => undefined);
    await stop();

    expect(await channel.send(content, attempt)).toMatchObject({
      kind: 'not-accepted',
      cause: 'ECONNREFUSED',
    });
  });

  it('keeps no connection that could break unseen while its function is frozen', async () => {
    const { channel, seen } = await answering(200, '{"messageId":"m-1"}');

    await channel.send(content, attempt);

    expect(seen[0]?.request.headers.connection).toBe('close');
  });

  for (const [url, rule] of [
    ['http://provider.example/messages', 'must begin with https://'],
    ['ftp://127.0.0.1/messages', 'must begin with https://'],
    ['https://user:secret@provider.example/messages', 'must hold no user name and no password'],
    ['provider.example', 'must be a URL'],
  ] as const) {
    it(`does not start with ${url}`, () => {
      expect(() => new HttpChannel({ url, timeoutMs: 1000 })).toThrow(`CHANNEL_URL ${rule}`);
    });
  }

  it('starts with HTTPS anywhere, and with HTTP on this machine', () => {
    for (const url of ['https://provider.example/messages', 'http://localhost:1/', 'http://[::1]:1/']) {
      expect(() => new HttpChannel({ url, timeoutMs: 1000 })).not.toThrow();
    }
  });
});
