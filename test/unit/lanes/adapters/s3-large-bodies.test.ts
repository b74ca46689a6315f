import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { S3LargeBodies } from '../../../../shared/lanes/adapters/s3-large-bodies.ts';

const KEY = 'email/9f1c/abc_-';

describe('S3LargeBodies', () => {
  const objects = new Map<string, string>();
  const seen: { method?: string | undefined; headers: IncomingMessage['headers'] }[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    seen.push({ method: request.method, headers: request.headers });
    const url = request.url ?? '';
    if (url.includes('forbidden')) response.writeHead(403).end();
    else if (request.method === 'PUT') {
      objects.set(url, Buffer.concat(chunks).toString('utf8'));
      response.end();
    } else {
      const found = objects.get(url);
      response.writeHead(found === undefined ? 404 : 200).end(found);
    }
  });
  const open = () => {
    const { port } = server.address() as AddressInfo;
    const credentials = { accessKeyId: 'ASIATEST', secretAccessKey: 's', sessionToken: 'the-session' };
    const client = new DynamoDBClient({ region: 'eu-west-1', credentials });
    return new S3LargeBodies({ client, bucketName: 'large', endpoint: `http://127.0.0.1:${port}` });
  };

  beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
  afterAll(() => server.close());

  it('keeps and gives back a text by requests that are signed for S3', async () => {
    const bodies = open();

    await bodies.put(KEY, 'grüße');

    expect(await bodies.get(KEY)).toBe('grüße');
    expect([...objects.keys()]).toEqual([`/large/${KEY}`]);
    for (const { headers } of seen) {
      expect(headers.authorization).toMatch(
        /^AWS4-HMAC-SHA256 Credential=ASIATEST\/\d{8}\/eu-west-1\/s3\/aws4_request, SignedHeaders=host;x-amz-content-sha256;/,
      );
      expect(headers['x-amz-security-token']).toBe('the-session');
    }
  });

  it('tells what is gone from what nobody can say', async () => {
    const bodies = open();

    expect(await bodies.get('email/9f1c/gone')).toBeUndefined();
    await expect(bodies.get('email/forbidden/x')).rejects.toThrow('S3 answered 403');
    await expect(bodies.put('email/forbidden/x', '')).rejects.toThrow('S3 answered 403');
  });
});
