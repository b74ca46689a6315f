import type { IncomingHttpHeaders } from 'node:http';
import { text as textOf } from 'node:stream/consumers';
import { SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { SQSClient as BundledClient } from '../../../infra/bundle/aws/sqs.ts';
import { createBedrockModel } from '../../../shared/intent/adapters/bedrock-model.ts';
import { listening } from '../../support/listening.ts';

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
  vi.unstubAllEnvs();
});

const credentials = { accessKeyId: 'ASIATEST', secretAccessKey: 'secret' };
const modelId = 'eu.amazon.nova-micro-v1:0';
const answered = (input: unknown) => ({
  output: {
    message: {
      role: 'assistant',
      content: [{ text: 'Hm.' }, { toolUse: { toolUseId: 't', name: 'choose', input } }],
    },
  },
  stopReason: 'tool_use',
});

/** Bedrock on this machine, which answers so, asked with the signer of SQS's client. */
const aModel = async (status: number, body: unknown) => {
  const requests: { url: string | undefined; headers: IncomingHttpHeaders; body: string }[] = [];
  const { endpoint, stop } = await listening(async (request, response) => {
    requests.push({ url: request.url, headers: request.headers, body: await textOf(request) });
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  stops.push(stop);
  const client = new SQSClient({ region: 'eu-west-1', credentials });
  return { model: createBedrockModel({ client, modelId, endpoint }), requests, endpoint };
};

const question = { instructions: 'Choose.', text: '<answer>yes</answer>' };

describe('createBedrockModel', () => {
  it('asks for one of the choices by a tool, without chance', async () => {
    const { model, requests } = await aModel(200, answered({ choice: 'QUESTION', confidence: 0.7 }));

    expect(await model.choose(question, ['QUESTION', 'UNCLEAR'])).toEqual({
      choice: 'QUESTION',
      confidence: 0.7,
    });

    expect(requests[0]?.url).toBe('/model/eu.amazon.nova-micro-v1%3A0/converse');
    expect(JSON.parse(requests[0]?.body ?? '')).toMatchObject({
      system: [{ text: 'Choose.' }],
      messages: [{ role: 'user', content: [{ text: '<answer>yes</answer>' }] }],
      inferenceConfig: { temperature: 0 },
      toolConfig: {
        tools: [
          {
            toolSpec: {
              inputSchema: { json: { properties: { choice: { enum: ['QUESTION', 'UNCLEAR'] } } } },
            },
          },
        ],
        toolChoice: { tool: { name: 'choose' } },
      },
    });
  });

  it('signs for Bedrock by the client of another service, and in bundles as by the SDK', async () => {
    vi.useFakeTimers({ now: Date.parse('2026-11-26T12:00:00Z'), toFake: ['Date'] });
    vi.stubEnv('AWS_ACCESS_KEY_ID', credentials.accessKeyId);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', credentials.secretAccessKey);
    vi.stubEnv('AWS_SESSION_TOKEN', '');
    const { model, requests, endpoint } = await aModel(200, answered({}));
    const client = new BundledClient({ region: 'eu-west-1' });
    await model.choose(question, []);
    await createBedrockModel({ client, modelId, endpoint }).choose(question, []);
    vi.useRealTimers();

    const [bySdk, byBundle] = requests.map(({ headers }) => headers.authorization);
    expect(bySdk).toContain('/20261126/eu-west-1/bedrock/aws4_request');
    expect(byBundle).toBe(bySdk);
  });

  it('has no choice where the model answers with a text: a customer can make it', async () => {
    const { model } = await aModel(200, { output: { message: { content: [{ text: 'QUESTION' }] } } });

    expect(await model.choose(question, ['QUESTION'])).toBeUndefined();
  });

  it.each([
    ['is throttled', 429, { message: 'Too many requests' }],
    ['refuses', 403, { message: 'no access to the model' }],
    ['answers with what is no JSON', 200, '<html>'],
    ['answers with another shape', 200, { output: {} }],
  ])('throws where it %s', async (_, status, body) => {
    const { model } = await aModel(status, body);

    await expect(model.choose(question, ['UNCLEAR'])).rejects.toThrow();
  });
});
