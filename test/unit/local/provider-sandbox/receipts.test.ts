import { SESv2Client, SendEmailCommand, type SendEmailCommandInput } from '@aws-sdk/client-sesv2';
import { afterEach, describe, expect, it } from 'vitest';
import type { FaultAction } from '../../../../local/provider-sandbox/faults.ts';
import { startSandbox } from '../../../../local/provider-sandbox/sandbox.ts';
import { createSandboxClient } from '../../../../local/provider-sandbox/sandbox-client.ts';
import { startBusStub } from './bus-stub.ts';

const commandId = '7f1c0a56-6c54-4a53-9f0a-5a4f6f1a2b3c';
const aMail = (changes: Partial<SendEmailCommandInput> = {}): SendEmailCommandInput => ({
  FromEmailAddress: 'Us <us@example.com>',
  Destination: { ToAddresses: ['ada@example.com'] },
  ConfigurationSetName: 'receipts',
  EmailTags: [{ Name: 'switchboard-command', Value: commandId }],
  Content: { Simple: { Subject: { Data: 'Hello' }, Body: { Text: { Data: 'Hello Ada' } } } },
  ...changes,
});
const stops: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

/** A sandbox between the unmodified SES client and a bus. */
const open = async (refusals = 0) => {
  const bus = await startBusStub(refusals);
  const sandbox = await startSandbox({ port: 0, awsEndpoint: bus.endpoint, region: 'us-east-1' });
  stops.push(sandbox.stop, bus.stop);
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const ses = new SESv2Client({
    endpoint: sandbox.endpoint,
    region: 'us-east-1',
    credentials,
    maxAttempts: 1,
  });
  return {
    bus,
    endpoint: sandbox.endpoint,
    client: createSandboxClient(sandbox.endpoint),
    send: (mail = aMail()) => ses.send(new SendEmailCommand(mail)),
    untilReceipts: (count: number) =>
      expect
        .poll(() => bus.entries.map(({ DetailType }) => DetailType), { timeout: 30_000 })
        .toHaveLength(count),
  };
};

const once = (action: FaultAction) => ({ match: { commandId }, times: 1, action });

describe('receipts of the sandbox', () => {
  it('come to the default bus in the format of SES', async () => {
    const { bus, send, untilReceipts } = await open();

    const { MessageId } = await send();
    await untilReceipts(1);

    const [receipt] = bus.entries;
    expect(receipt).toMatchObject({ Source: 'aws.ses', DetailType: 'Email Delivered' });
    expect(receipt).not.toHaveProperty('EventBusName');
    expect(JSON.parse(receipt?.Detail ?? '')).toMatchObject({
      eventType: 'Delivery',
      mail: {
        messageId: MessageId,
        destination: ['ada@example.com'],
        tags: { 'switchboard-command': [commandId], 'ses:configuration-set': ['receipts'] },
      },
      delivery: { recipients: ['ada@example.com'], processingTimeMillis: expect.any(Number) },
    });
  });

  it('are put again when the bus refuses them', async () => {
    const { send, untilReceipts } = await open(2);

    await send();

    await untilReceipts(1);
  });

  it('obey a fault of the call that is accepted, not of one that was refused before', async () => {
    const { bus, send, client, untilReceipts } = await open();
    await client.fault(once({ kind: 'receipt', receipt: 'bounce' }));
    await client.fault(once({ kind: 'throttle' }));

    await expect(send()).rejects.toMatchObject({ name: 'TooManyRequestsException' });
    await send();
    await untilReceipts(1);

    expect(bus.entries.map(({ DetailType }) => DetailType)).toEqual(['Email Bounced']);
  });

  it('come when they are ordered, also after none was sent by itself', async () => {
    const { bus, send, client, untilReceipts } = await open();
    await client.fault(once({ kind: 'receipt', receipt: 'none' }));
    await send();

    await client.sendReceipt({ commandId, receipt: 'complaint' });
    await untilReceipts(1);

    expect(bus.entries.map(({ DetailType }) => DetailType)).toEqual(['Email Complaint Received']);
  });
});

describe('calls of the sandbox', () => {
  it('are seen while a fault still holds them', async () => {
    const { send, client } = await open();
    await client.fault(once({ kind: 'delay', ms: 600_000 }));

    const held = send().catch((error: unknown) => error);

    await expect
      .poll(() => client.calls({ commandId }), { timeout: 30_000 })
      .toMatchObject([{ answer: 'pending' }]);
    expect(await client.inbox()).toEqual([]);
    for (const stop of stops.splice(0)) await stop();
    expect(await held).toBeInstanceOf(Error);
  });

  it('are kept with their command when they are refused as broken', async () => {
    const { send, client } = await open();

    await expect(send(aMail({ Destination: {} }))).rejects.toMatchObject({ name: 'BadRequestException' });

    expect(await client.calls({ commandId })).toMatchObject([{ answer: 'BadRequestException' }]);
  });

  it('go to everybody that is copied', async () => {
    const { send, client } = await open();

    await send(
      aMail({ Destination: { CcAddresses: ['Bo <bo@example.com>'], BccAddresses: ['cy@example.com'] } }),
    );

    expect(await client.inbox({ to: 'cy@example.com' })).toMatchObject([
      { to: ['Bo <bo@example.com>', 'cy@example.com'] },
    ]);
  });

  const broken: readonly (readonly [string, Partial<SendEmailCommandInput>, string])[] = [
    ['no sender', { FromEmailAddress: undefined }, 'FromEmailAddress'],
    ['a sender that is no address', { FromEmailAddress: 'us' }, 'FromEmailAddress'],
    ['no recipient', { Destination: { ToAddresses: [] } }, 'Destination'],
    ['51 recipients', { Destination: { ToAddresses: Array(51).fill('ada@example.com') } }, 'Destination'],
    ['a recipient that is no address', { Destination: { ToAddresses: ['ada'] } }, 'ToAddresses'],
    ['a tag with a space', { EmailTags: [{ Name: 'a b', Value: 'c' }] }, 'EmailTags'],
    ['no content', { Content: undefined }, 'Content'],
    ['an empty body', { Content: { Simple: { Subject: { Data: 'x' }, Body: {} } } }, 'Content.Simple.Body'],
  ];

  it.each(broken)('are refused with the name of the field: %s', async (_, changes, field) => {
    const { send, client } = await open();

    await expect(send(aMail(changes))).rejects.toMatchObject({
      name: 'BadRequestException',
      message: expect.stringContaining(field),
    });
    expect(await client.inbox()).toEqual([]);
  });

  it('leave their connection open for longer than a client keeps it, so that none is lost on a closing one', async () => {
    const { endpoint } = await open();

    const answer = await fetch(`${endpoint}/sandbox/calls`);

    expect(answer.headers.get('keep-alive')).toBe('timeout=3600');
  });

  for (const [status, name] of [
    [403, 'AccessDeniedException'],
    [404, 'NotFoundException'],
    [429, 'TooManyRequestsException'],
    [500, 'InternalServiceErrorException'],
  ] as const) {
    it(`are answered with SES's own error for status ${status}`, async () => {
      const { send, client } = await open();
      await client.fault(once({ kind: 'error', status }));

      await expect(send()).rejects.toMatchObject({ name, $metadata: { httpStatusCode: status } });
    });
  }
});
