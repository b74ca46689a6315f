import {
  PinpointSMSVoiceV2Client,
  SendTextMessageCommand,
  type SendTextMessageCommandInput,
  SendVoiceMessageCommand,
} from '@aws-sdk/client-pinpoint-sms-voice-v2';
import { afterAll, describe, expect, it } from 'vitest';
import type { Fault, FaultAction } from '../../../../local/provider-sandbox/faults.ts';
import { textKinds, voiceKinds } from '../../../../local/provider-sandbox/receipts/receipt-kinds.ts';
import { startSandbox } from '../../../../local/provider-sandbox/sandbox.ts';
import { createSandboxClient } from '../../../../local/provider-sandbox/sandbox-client.ts';
import { EndUserMessagingSmsChannel } from '../../../../shared/channels/adapters/end-user-messaging-sms-channel.ts';
import { EndUserMessagingVoiceChannel } from '../../../../shared/channels/adapters/end-user-messaging-voice-channel.ts';
import { createNewsReader } from '../../../../shared/receipts/read-receipt.ts';
import { startBusStub } from './bus-stub.ts';

const commandId = '7f1c0a56-6c54-4a53-9f0a-5a4f6f1a2b3c';
const attempt = { commandId, attempt: 1 };
const to = '+14255550182';
const stops: (() => Promise<void>)[] = [];

afterAll(async () => {
  for (const stop of stops.splice(0)) await stop();
});

/** A sandbox between the unmodified client and a bus. */
const open = async () => {
  const bus = await startBusStub();
  const sandbox = await startSandbox({ port: 0, awsEndpoint: bus.endpoint, region: 'us-east-1' });
  stops.push(sandbox.stop, bus.stop);
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const endpoint = sandbox.endpoint;
  const client = new PinpointSMSVoiceV2Client({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
  const options = { client, configurationSet: 'own-set', stage: 'local', timeoutMs: 3000 };
  const sms = new EndUserMessagingSmsChannel(options);
  const phone = new EndUserMessagingVoiceChannel(options);
  const readNews = createNewsReader({ accountId: '000000000000', smsReplyTopicArns: [] });
  const asEvent = ({
    Source,
    DetailType,
    Detail,
  }: {
    Source: string;
    DetailType: string;
    Detail: string;
  }) => ({
    source: Source,
    'detail-type': DetailType,
    account: '000000000000',
    detail: JSON.parse(Detail),
  });
  return {
    client,
    sandbox: createSandboxClient(endpoint),
    send: {
      sms: () => sms.send({ from: 'phone-1', to, text: 'Hello €', classification: 'transactional' }, attempt),
      phone: () => phone.send({ from: 'phone-1', to, ssml: '<speak>Hello</speak>', locale: 'en' }, attempt),
    },
    bus,
    /** What our reader makes of the receipts on the bus, once there are so many. */
    untilReceipts: async (count: number) => {
      await expect.poll(() => bus.entries.length, { timeout: 30_000 }).toBe(count);
      return bus.entries.map((entry) => readNews(JSON.stringify(asEvent(entry))));
    },
  };
};

const once = (action: FaultAction): Fault => ({ match: { commandId }, times: 1, action });

describe.each(['sms', 'phone'] as const)('End User Messaging of the sandbox: %s', (channel) => {
  it('takes a message from the unmodified client, keeps it, and says on the bus that it was delivered', async () => {
    const { send, sandbox, untilReceipts } = await open();

    const outcome = await send[channel]();

    expect(outcome).toMatchObject({ kind: 'accepted' });
    const [message] = await sandbox.inbox({ channel });
    expect(message).toMatchObject({ channel, from: 'phone-1', to: [to], configurationSet: 'own-set' });
    expect(message?.text).toContain('Hello');
    const providerMessageId = outcome.kind === 'accepted' ? outcome.providerMessageId : '';
    expect(await untilReceipts(1)).toMatchObject([
      {
        ok: true,
        value: { receipt: { kind: 'delivered', channel, commandId, attempt: 1, providerMessageId } },
      },
    ]);
  });

  it.each([
    [
      { kind: 'throttle', retryAfterSeconds: 3 },
      { kind: 'not-accepted', cause: 'THROTTLED', retryAfterMs: 3000 },
      0,
    ],
    [{ kind: 'error', status: 500 }, { kind: 'unknown', cause: 'InternalServerException' }, 0],
    [{ kind: 'error', status: 400 }, { kind: 'refused', cause: 'ValidationException' }, 0],
    [
      { kind: 'error', status: 403 },
      { kind: 'not-accepted', cause: 'CONFIGURATION:AccessDeniedException' },
      0,
    ],
    [{ kind: 'refuse-address' }, { kind: 'refused', cause: 'DESTINATION_PHONE_NUMBER_OPTED_OUT' }, 0],
    [{ kind: 'close-before-accepting' }, { kind: 'unknown', cause: 'ECONNRESET' }, 0],
    [{ kind: 'close-after-accepting' }, { kind: 'unknown', cause: 'ECONNRESET' }, 1],
    [{ kind: 'malformed-body' }, { kind: 'unknown' }, 1],
  ] as const)('misbehaves once when told: %j', (action, outcome, messages) =>
    expectOnce(action, outcome, messages),
  );

  // Each waits for the client's whole time-out, so they wait together.
  it.concurrent.each([
    [{ kind: 'delay-after-accepting', ms: 600_000 }, { kind: 'unknown' }, 1],
    [{ kind: 'delay', ms: 600_000 }, { kind: 'unknown' }, 0],
  ] as const)('does not answer in time once when told: %j', (action, outcome, messages) =>
    expectOnce(action, outcome, messages),
  );

  const expectOnce = async (action: FaultAction, outcome: object, messages: number): Promise<void> => {
    const { send, sandbox } = await open();
    await sandbox.fault(once(action));

    expect(await send[channel]()).toMatchObject(outcome);
    expect(await sandbox.inbox()).toHaveLength(messages);
    expect(await send[channel]()).toMatchObject({ kind: 'accepted' });
  };

  it('sends the receipt before the answer, twice, or never', async () => {
    const { send, sandbox, bus, untilReceipts } = await open();
    const kind = 'receipt';
    await sandbox.fault(once({ kind, receipt: 'delivery', beforeResponse: true, copies: 2 }));
    await sandbox.fault(once({ kind, receipt: 'none' }));

    await send[channel]();
    expect(bus.entries).toHaveLength(2);
    await send[channel]();
    await sandbox.sendReceipt({ commandId, receipt: 'bounce' });

    // Both messages of the command are spoken of; the second one's own receipt never came.
    const receipts = await untilReceipts(4);
    expect(receipts.map((news) => news.ok && news.value.receipt?.kind)).toEqual([
      'delivered',
      'delivered',
      'bounced',
      'bounced',
    ]);
  });

  it('says everything that End User Messaging says, as our reader reads it', async () => {
    const { send, sandbox, untilReceipts } = await open();
    const kinds = channel === 'sms' ? textKinds : voiceKinds;
    await sandbox.fault(once({ kind: 'receipt', receipt: 'none' }));
    await send[channel]();

    for (const receipt of kinds) await sandbox.sendReceipt({ commandId, receipt });

    const receipts = await untilReceipts(kinds.length);
    expect(new Set(receipts.map((news) => news.ok && news.value.receipt?.cause))).toEqual(new Set(kinds));
  });

  it("never says what only another channel's provider says", async () => {
    const { send, sandbox, untilReceipts } = await open();
    await sandbox.fault(
      once({ kind: 'receipt', receipt: channel === 'sms' ? 'VOICE_BUSY' : 'TEXT_BLOCKED' }),
    );

    await send[channel]();
    await sandbox.sendReceipt({ commandId, receipt: 'delivery' });

    expect(await untilReceipts(1)).toMatchObject([{ value: { receipt: { kind: 'delivered' } } }]);
  });
});

describe('broken requests to End User Messaging', () => {
  const aText = (change: Partial<SendTextMessageCommandInput>) =>
    new SendTextMessageCommand({
      DestinationPhoneNumber: to,
      OriginationIdentity: 'phone-1',
      MessageBody: 'Hello',
      ...change,
    });

  it.each([
    ['no number', aText({ DestinationPhoneNumber: undefined }), 'DestinationPhoneNumber'],
    ['a number in words', aText({ DestinationPhoneNumber: 'ada' }), 'DestinationPhoneNumber'],
    ['no words', aText({ MessageBody: '' }), 'MessageBody'],
    ['1,601 characters', aText({ MessageBody: 'a'.repeat(1601) }), 'MessageBody'],
    [
      'six pairs of context',
      aText({ Context: { a: '1', b: '1', c: '1', d: '1', e: '1', f: '1' } }),
      'Context',
    ],
    [
      'plain speech of 3,001 characters',
      new SendVoiceMessageCommand({
        DestinationPhoneNumber: to,
        OriginationIdentity: 'phone-1',
        MessageBody: 'a'.repeat(3001),
      }),
      'MessageBody',
    ],
  ] as const)('are refused with the name of the field: %s', async (_, command, Name) => {
    const { client, sandbox } = await open();

    const sending = command instanceof SendTextMessageCommand ? client.send(command) : client.send(command);

    await expect(sending).rejects.toMatchObject({
      name: 'ValidationException',
      Reason: 'INVALID_PARAMETER',
      Fields: [{ Name }],
    });
    expect(await sandbox.inbox()).toEqual([]);
    expect(await sandbox.calls()).toMatchObject([{ answer: 'ValidationException' }]);
  });

  it('say so when nobody can answer by a channel', async () => {
    const { sandbox } = await open();

    await expect(sandbox.reply({ channel: 'phone', from: to, to: 'phone-1', text: 'Hi' })).rejects.toThrow(
      'channel',
    );
  });
});
