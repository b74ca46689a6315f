import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MAIN_FIELDS, REQUIRE_BANNER, standIns } from '../../infra/bundle/options.ts';
import { shrink } from '../../infra/bundle/shrink.mjs';

type Place = { readonly Region?: string; readonly Endpoint?: string; readonly UseFIPS?: boolean };
type Walk = {
  readonly endpoints: (place: Place) => Readonly<Record<string, string>>;
  readonly lastModified: (header: string) => Promise<Date | undefined>;
};

/** What runs as it is, and as functions run it. */
const SOURCE = `
  import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
  import { KMSClient } from '@aws-sdk/client-kms';
  import { PinpointSMSVoiceV2Client } from '@aws-sdk/client-pinpoint-sms-voice-v2';
  import { HeadObjectCommand, S3Client } from '@aws-sdk/client-s3';
  import { SESv2Client } from '@aws-sdk/client-sesv2';
  import { SQSClient } from '@aws-sdk/client-sqs';
  import { HttpResponse } from '@smithy/core/protocols';
  const region = 'eu-west-1';
  const credentials = { accessKeyId: 'AKIA', secretAccessKey: 'secret' };
  const clients = [DynamoDBClient, KMSClient, PinpointSMSVoiceV2Client, SESv2Client, SQSClient];
  export const endpoints = (place) =>
    Object.fromEntries(clients.map((Client) => {
      const { serviceId, endpointProvider } = new Client({ region }).config;
      const { url, properties, headers } = endpointProvider({ UseFIPS: false, UseDualStack: false, ...place });
      return [serviceId, JSON.stringify([url.href, properties, headers])];
    }));
  export const lastModified = async (header) => {
    const headers = { 'last-modified': header };
    const requestHandler = { handle: async () => ({ response: new HttpResponse({ statusCode: 200, headers }) }) };
    const client = new S3Client({ region, credentials, requestHandler });
    return (await client.send(new HeadObjectCommand({ Bucket: 'b', Key: 'k' }))).LastModified;
  };`;

describe('shrink', () => {
  const directory = mkdtempSync(join(tmpdir(), 'switchboard-shrink-'));
  let plain: Walk;
  let shrunk: Walk;

  beforeAll(async () => {
    const source = await bundled();
    const small = await shrink(source);
    expect(small).not.toContain('Dualstack and local endpoint');
    plain = await load('plain', source);
    shrunk = await load('shrunk', small);
  });

  afterAll(() => rmSync(directory, { recursive: true }));

  it.each<Place>([
    { Region: 'us-east-1' },
    { Region: 'ap-southeast-7' },
    { Region: 'cn-north-1' },
    { Region: 'us-gov-west-1' },
    { Region: 'eu-west-1', Endpoint: 'http://localhost:4566' },
  ])('leaves clients their endpoints: $Region $Endpoint', (place) => {
    expect(shrunk.endpoints(place)).toEqual(plain.endpoints(place));
  });

  it('refuses what it took the rules of', () => {
    expect(() => shrunk.endpoints({})).toThrow('needs a Region');
    expect(() => shrunk.endpoints({ Region: 'us-east-1', UseFIPS: true })).toThrow('FIPS');
  });

  it('leaves answers their times', async () => {
    const header = 'Tue, 29 Apr 2014 18:30:38 GMT';

    const [before, after] = [await plain.lastModified(header), await shrunk.lastModified(header)];

    expect(after).toEqual(before);
    expect(after).toEqual(new Date(Date.UTC(2014, 3, 29, 18, 30, 38)));
  });

  const load = async (name: string, source: string): Promise<Walk> => {
    const file = join(directory, `${name}.mjs`);
    writeFileSync(file, source);
    return import(pathToFileURL(file).href);
  };
});

const bundled = async (): Promise<string> => {
  const { outputFiles } = await build({
    stdin: { contents: SOURCE, resolveDir: process.cwd() },
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: [...MAIN_FIELDS],
    banner: { js: REQUIRE_BANNER },
    alias: standIns,
    write: false,
    logLevel: 'error',
  });
  return outputFiles[0]?.text ?? '';
};
