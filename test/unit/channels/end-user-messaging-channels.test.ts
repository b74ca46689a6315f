import { createServer, type IncomingMessage } from 'node:http';
import { PinpointSMSVoiceV2Client } from '@aws-sdk/client-pinpoint-sms-voice-v2';
import { afterEach, describe, expect, it } from 'vitest';
import { EndUserMessagingSmsChannel } from '../../../shared/channels/adapters/end-user-messaging-sms-channel.ts';
import { EndUserMessagingVoiceChannel } from '../../../shared/channels/adapters/end-user-messaging-voice-channel.ts';

type Respond = NonNullable<Parameters<typeof createServer>[1]>;

const text = {
  from: 'phone-0a1b2c3d4e5f60718293a4b5c6d7e8f9',
  to: '+14255550182',
  text: 'Hello Ada',
  classification: 'transactional',
} as const;
const call = { from: text.from, to: text.to, ssml: '<speak>Hello Ada</speak>', locale: 'de-AT' };
const attempt = { commandId: 'c-1', attempt: 2 };
const stops: (() => void)[] = [];

afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

/** The unmodified client against a server on this machine that answers as told. */
const channelsFor = async (respond: Respond) => {
  const requests: { readonly target: IncomingMessage['headers'][string]; readonly body: unknown }[] = [];
  const server = createServer(async (request, response) => {
    const body = JSON.parse((await request.toArray()).join(''));
    requests.push({ target: request.headers['x-amz-target'], body });
    respond(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stops.push(
    () => server.closeAllConnections(),
    () => server.close(),
  );
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  return { ...channelsAt(`http://127.0.0.1:${port}`), requests, server };
};

const channelsAt = (endpoint: string) => {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = new PinpointSMSVoiceV2Client({ endpoint, credentials, region: 'us-east-1', maxAttempts: 1 });
  const options = { client, configurationSet: 'own-set', stage: 'test', timeoutMs: 1500 };
  return { sms: new EndUserMessagingSmsChannel(options), voice: new EndUserMessagingVoiceChannel(options) };
};

const taking: Respond = (_, response) => response.end(JSON.stringify({ MessageId: 'eum-1' }));

const failing =
  (status: number, type: string, more: object = {}, headers: Record<string, string> = {}): Respond =>
  (_, response) => {
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0', ...headers });
    response.end(JSON.stringify({ __type: type, Message: `${text.to} is not welcome`, ...more }));
  };

const silent: Respond = () => undefined;

const breaking: Respond = (request) => {
  request.socket.destroy();
};

const answering =
  (body: string): Respond =>
  (_, response) => {
    response.end(body);
  };

const context = {
  'switchboard-command': 'c-1',
  'switchboard-attempt': '2',
  'switchboard-stage': 'test',
};

describe('EndUserMessagingSmsChannel', () => {
  it('sends the text with the context that its receipts will carry', async () => {
    const { sms, requests } = await channelsFor(taking);

    expect(await sms.send(text, attempt)).toEqual({ kind: 'accepted', providerMessageId: 'eum-1' });

    expect(requests).toEqual([
      {
        target: 'PinpointSMSVoiceV2.SendTextMessage',
        body: {
          DestinationPhoneNumber: text.to,
          OriginationIdentity: text.from,
          MessageBody: 'Hello Ada',
          MessageType: 'TRANSACTIONAL',
          ConfigurationSetName: 'own-set',
          Context: context,
        },
      },
    ]);
  });

  it('says what is advertising', async () => {
    const { sms, requests } = await channelsFor(taking);

    await sms.send({ ...text, classification: 'marketing' }, attempt);

    expect(requests).toMatchObject([{ body: { MessageType: 'PROMOTIONAL' } }]);
  });
});

describe('EndUserMessagingVoiceChannel', () => {
  it("has a voice of the recipient's language read the speech, with the same context", async () => {
    const { voice, requests } = await channelsFor(taking);

    expect(await voice.send(call, attempt)).toEqual({ kind: 'accepted', providerMessageId: 'eum-1' });

    expect(requests).toEqual([
      {
        target: 'PinpointSMSVoiceV2.SendVoiceMessage',
        body: {
          DestinationPhoneNumber: text.to,
          OriginationIdentity: text.from,
          MessageBody: call.ssml,
          MessageBodyTextType: 'SSML',
          VoiceId: 'VICKI',
          ConfigurationSetName: 'own-set',
          Context: context,
        },
      },
    ]);
  });

  it('has English read what it has no voice for', async () => {
    const { voice, requests } = await channelsFor(taking);

    await voice.send({ ...call, locale: 'toString' }, attempt);

    expect(requests).toMatchObject([{ body: { VoiceId: 'MATTHEW' } }]);
  });
});

const OPTED_OUT = { Reason: 'DESTINATION_PHONE_NUMBER_OPTED_OUT', ResourceType: 'opted-out-number' };
const fieldOf = (Name: string) => ({ Reason: 'INVALID_PARAMETER', Fields: [{ Name, Message: 'is wrong' }] });
const ours = (cause: string) => ({ kind: 'not-accepted', cause: `CONFIGURATION:${cause}` });
const refused = (cause: string) => ({ kind: 'refused', cause });

describe.each(['sms', 'voice'] as const)('both channels of End User Messaging: %s', (name) => {
  const sendBy = ({ sms, voice }: Awaited<ReturnType<typeof channelsFor>>) =>
    name === 'sms' ? sms.send(text, attempt) : voice.send(call, attempt);

  it.each([
    [400, 'ThrottlingException', {}, { kind: 'not-accepted', cause: 'THROTTLED', retryAfterMs: 7000 }],
    [429, 'ThrottlingException', {}, { kind: 'not-accepted', cause: 'THROTTLED', retryAfterMs: 7000 }],
    [400, 'ConflictException', OPTED_OUT, refused('DESTINATION_PHONE_NUMBER_OPTED_OUT')],
    [
      400,
      'ConflictException',
      { Reason: 'DESTINATION_COUNTRY_BLOCKED_BY_PROTECT_CONFIGURATION' },
      refused('DESTINATION_COUNTRY_BLOCKED_BY_PROTECT_CONFIGURATION'),
    ],
    [
      400,
      'ConflictException',
      { Reason: 'DESTINATION_PHONE_NUMBER_BLOCKED_BY_PROTECT_NUMBER_OVERRIDE' },
      refused('DESTINATION_PHONE_NUMBER_BLOCKED_BY_PROTECT_NUMBER_OVERRIDE'),
    ],
    [400, 'ConflictException', { Reason: 'NUMBER_CAPABILITIES_MISMATCH' }, ours('ConflictException')],
    [
      400,
      'ConflictException',
      { Reason: 'DESTINATION_PHONE_NUMBER_NOT_VERIFIED' },
      ours('ConflictException'),
    ],
    [400, 'ConflictException', {}, ours('ConflictException')],
    [
      400,
      'ServiceQuotaExceededException',
      { Reason: 'DAILY_DESTINATION_CALL_LIMIT' },
      refused('DAILY_DESTINATION_CALL_LIMIT'),
    ],
    [
      400,
      'ServiceQuotaExceededException',
      { Reason: 'MONTHLY_SPEND_LIMIT_REACHED_FOR_TEXT' },
      ours('ServiceQuotaExceededException'),
    ],
    [400, 'AccessDeniedException', {}, ours('AccessDeniedException')],
    [403, 'IncompleteSignatureException', {}, ours('IncompleteSignatureException')],
    [400, 'ResourceNotFoundException', {}, ours('ResourceNotFoundException')],
    [400, 'ValidationException', fieldOf('DestinationPhoneNumber'), refused('INVALID_PARAMETER')],
    [400, 'ValidationException', fieldOf('MessageBody'), refused('INVALID_PARAMETER')],
    [400, 'ValidationException', fieldOf('OriginationIdentity'), ours('ValidationException')],
    [400, 'ValidationException', {}, refused('ValidationException')],
    [400, 'ValidationException', { Reason: text.to }, refused('ValidationException')],
    [500, 'InternalServerException', {}, { kind: 'unknown', cause: 'InternalServerException' }],
    [503, 'ServiceUnavailable', {}, { kind: 'unknown', cause: 'ServiceUnavailable' }],
  ] as const)('takes %s %s %j for what it proves, and asks once', async (status, type, more, expected) => {
    const channels = await channelsFor(failing(status, type, more, { 'retry-after': '7' }));

    expect(await sendBy(channels)).toMatchObject(expected);
    expect(channels.requests).toHaveLength(1);
  });

  it.each([
    ['no answer comes', silent, {}],
    ['the connection breaks', breaking, { cause: 'ECONNRESET' }],
    ['the answer has no id', answering('{}'), { cause: 'ANSWER_WITHOUT_ID' }],
    ['the answer is no JSON', answering('<html>'), {}],
  ] as const)('knows nothing when %s, and asks once', async (_, respond, expected) => {
    const channels = await channelsFor(respond);

    expect(await sendBy(channels)).toMatchObject({ kind: 'unknown', ...expected });
    expect(channels.requests).toHaveLength(1);
  });

  it('knows that a refused connection took nothing', async () => {
    const channels = await channelsFor(taking);
    await new Promise((resolve) => channels.server.close(resolve));

    expect(await sendBy(channels)).toMatchObject({ kind: 'not-accepted', cause: 'ECONNREFUSED' });
  });
});
