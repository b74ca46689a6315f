import { createServer, type RequestListener } from 'node:http';
import { S3Client } from '@aws-sdk/client-s3';
import { afterEach, describe, expect, it } from 'vitest';
import { S3MailStore } from '../../../../shared/receipts/adapters/s3-mail-store.ts';

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

/** The unmodified S3 client against a server on this machine that answers as told. */
const aStore = async (respond: RequestListener) => {
  const paths: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    paths.push(request.url);
    respond(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stops.push(
    () => server.closeAllConnections(),
    () => server.close(),
  );
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const client = new S3Client({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    forcePathStyle: true,
    maxAttempts: 1,
  });
  return { store: new S3MailStore({ client, bucketName: 'mails' }), paths };
};

const failing =
  (status: number, code: string): RequestListener =>
  (_, response) => {
    response.writeHead(status, { 'content-type': 'application/xml' });
    response.end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>m</Message></Error>`);
  };

describe('S3MailStore', () => {
  it('gives a mail as it lies there', async () => {
    const { store, paths } = await aStore((_, response) => response.end(Buffer.from([70, 0, 255])));

    expect(await store.read('a key')).toEqual({ kind: 'mail', raw: new Uint8Array([70, 0, 255]) });
    expect(paths).toEqual([expect.stringMatching(/^\/mails\/a%20key/)]);
  });

  it('reads no more of a mail than shows that it has more than 10 MiB', async () => {
    const most = 10 * 1024 * 1024;
    for (const [bytes, kind] of [
      [most, 'mail'],
      [most + 1, 'too-large'],
      [3 * most, 'too-large'],
    ] as const) {
      const { store } = await aStore(({ headers: { range } }, response) => {
        const [, last] = /^bytes=0-(\d+)$/.exec(range ?? '') ?? [];
        expect(Number(last)).toBe(most);
        response.writeHead(206);
        response.end(Buffer.alloc(Math.min(bytes, Number(last) + 1)));
      });

      expect((await store.read('k')).kind).toBe(kind);
    }
  });

  it('says of a mail that is not there that it is gone', async () => {
    const { store } = await aStore(failing(404, 'NoSuchKey'));

    expect(await store.read('k')).toEqual({ kind: 'gone' });
  });

  it('throws when S3 does not answer as it should, so that the mail comes back', async () => {
    for (const [status, code] of [
      [403, 'AccessDenied'],
      [503, 'SlowDown'],
    ] as const) {
      const { store } = await aStore(failing(status, code));

      await expect(store.read('k')).rejects.toMatchObject({ name: code });
    }
  });
});
