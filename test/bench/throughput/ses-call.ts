import { createHash, createHmac, randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { json } from 'node:stream/consumers';
import type { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { SesEmailChannel } from '../../../shared/channels/adapters/ses-email-channel.ts';
import type { Channel } from '../../../shared/channels/channel.ts';
import type { EmailContent } from '../../../shared/channels/email-content.ts';
import { sesClient } from '../../../shared/runtime/aws-clients.ts';
import { cpuOf } from './cpu-of.ts';
import { BATCH } from './job.ts';
import type { Contender } from './run-worker.ts';

/** An e-mail as large as the one that the benchmark's template makes. */
export const mail: EmailContent = {
  from: 'Switchboard <notices@switchboard.example>',
  to: 'ada@example.com',
  subject: 'A message for you, Ada Lovelace',
  text: 'Hello Ada Lovelace,\n\nthis is your message. '.repeat(6),
  html: '<!doctype html><html><body><p>Hello Ada Lovelace,</p><p>this is your message.</p></body></html>'.repeat(
    6,
  ),
  unsubscribeUrl: `https://unsubscribe.example/?t=${'x'.repeat(90)}`,
  replyTo: `${'x'.repeat(60)}@reply.example`,
};

/** One call of SES by the AWS SDK for each message, ten at a time, and nothing else: nobody who uses it is below. */
export const sesCall: Contender = (job, stub) => {
  Object.assign(process.env, credentials, { AWS_REGION: 'us-east-1', AWS_ENDPOINT_URL: stub.url });
  return sendAll(new SesEmailChannel({ ...settings, client: sesClient() }), job);
};

/** The same call without the SDK: Node's own HTTP client, signed by hand. */
export const sesByHand: Contender = (job, stub) => {
  const agent = new Agent({ keepAlive: true });
  const client = {
    send: ({ input }: SendEmailCommand) => post(new URL(stub.url), agent, JSON.stringify(input)),
  };
  const channel = new SesEmailChannel({ ...settings, client: client as unknown as SESv2Client });
  return sendAll(channel, job).finally(() => agent.destroy());
};

const settings = { configurationSet: 'receipts', timeoutMs: 3000 };

const credentials = {
  AWS_ACCESS_KEY_ID: 'ASIASTUB',
  AWS_SECRET_ACCESS_KEY: 'secret',
  AWS_SESSION_TOKEN: 'session',
};

const sendAll = async (
  channel: Channel<EmailContent>,
  { warmUp, messages }: Parameters<Contender>[0],
): Promise<Record<string, number>> => {
  const send = async (count: number) => {
    for (let sent = 0; sent < count; sent += BATCH) {
      const attempts = Array.from({ length: BATCH }, () => ({ commandId: randomUUID(), attempt: 1 }));
      const outcomes = await Promise.all(attempts.map((attempt) => channel.send(mail, attempt)));
      if (outcomes.some(({ kind }) => kind !== 'accepted')) throw new Error('a mail was not accepted');
    }
  };
  await send(warmUp);
  return { send: (await cpuOf(() => send(messages))) / messages };
};

const post = async ({ hostname, port, host }: URL, agent: Agent, body: string): Promise<unknown> => {
  const path = '/v2/email/outbound-emails';
  const headers = signed(host, path, body, new Date().toISOString().replace(/-|:|\.\d+/g, ''));
  const answer = await new Promise<unknown>((resolve, reject) => {
    const sent = request({ hostname, port, path, method: 'POST', agent, headers }, (response) => {
      json(response).then(resolve, reject);
    });
    sent.once('error', reject).end(body);
  });
  return answer;
};

/** Headers with AWS's Signature Version 4. */
const signed = (host: string, path: string, body: string, time: string): Record<string, string> => {
  const headers = {
    'content-type': 'application/json',
    host,
    'x-amz-date': time,
    'x-amz-security-token': credentials.AWS_SESSION_TOKEN,
  };
  const names = Object.keys(headers).join(';');
  const lines = Object.entries(headers).map(([name, value]) => `${name}:${value}\n`);
  const canonical = ['POST', path, '', lines.join(''), names, sha256(body)].join('\n');
  const day = time.slice(0, 8);
  const scope = `${day}/us-east-1/ses/aws4_request`;
  const signature = hmac(keyOf(day), ['AWS4-HMAC-SHA256', time, scope, sha256(canonical)].join('\n'));
  const credential = `${credentials.AWS_ACCESS_KEY_ID}/${scope}`;
  const authorization = `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${names}, Signature=${signature.toString('hex')}`;
  return { ...headers, authorization, 'content-length': String(Buffer.byteLength(body)) };
};

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

const keys = new Map<string, Buffer>();

/** The key of a day, made once. */
const keyOf = (day: string): Buffer => {
  const secret = `AWS4${credentials.AWS_SECRET_ACCESS_KEY}`;
  const key =
    keys.get(day) ?? [day, 'us-east-1', 'ses', 'aws4_request'].reduce<string | Buffer>(hmac, secret);
  if (typeof key === 'string') throw new Error('no key');
  keys.set(day, key);
  return key;
};
