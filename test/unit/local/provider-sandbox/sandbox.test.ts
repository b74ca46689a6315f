import { SESv2Client } from '@aws-sdk/client-sesv2';
import { afterEach, describe, expect, it } from 'vitest';
import type { Fault } from '../../../../local/provider-sandbox/faults.ts';
import { sesEvent } from '../../../../local/provider-sandbox/receipts/ses-event.ts';
import { type Sandbox, startSandbox } from '../../../../local/provider-sandbox/sandbox.ts';
import { createSandboxClient } from '../../../../local/provider-sandbox/sandbox-client.ts';
import { SesEmailChannel } from '../../../../shared/channels/adapters/ses-email-channel.ts';
import { readSesReceipt } from '../../../../shared/receipts/ses-receipt.ts';

const commandId = '7f1c0a56-6c54-4a53-9f0a-5a4f6f1a2b3c';
const content = {
  from: 'Us <us@example.com>',
  to: 'ada@example.com',
  subject: 'Hello',
  text: 'Hello Ada',
  html: '<p>Hello</p>',
  unsubscribeUrl: 'https://unsubscribe.example/token',
  replyTo: 'reply+token@reply.example',
};
const sandboxes: Sandbox[] = [];

afterEach(async () => {
  for (const sandbox of sandboxes.splice(0)) await sandbox.stop();
});

/** A sandbox, and the unmodified SES client in front of it. */
const open = async (region = 'us-east-1') => {
  const sandbox = await startSandbox({ port: 0, awsEndpoint: undefined, region: 'us-east-1' });
  sandboxes.push(sandbox);
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = new SESv2Client({
    endpoint: sandbox.endpoint,
    region,
    credentials,
    maxAttempts: 1,
  });
  const channel = new SesEmailChannel({ client, configurationSet: 'receipts', timeoutMs: 2000 });
  const send = (to = content.to) => channel.send({ ...content, to }, { commandId, attempt: 1 });
  return { sandbox, send, client: createSandboxClient(sandbox.endpoint) };
};

const always = (action: Fault['action']): Fault => ({ match: {}, times: 1, action });

describe('startSandbox', () => {
  it('takes a mail from the SES client and keeps it in its inbox', async () => {
    const { send, client } = await open();

    const outcome = await send();

    expect(outcome).toMatchObject({ kind: 'accepted' });
    expect(await client.inbox({ commandId })).toMatchObject([
      {
        from: content.from,
        to: [content.to],
        subject: 'Hello',
        text: 'Hello Ada',
        html: '<p>Hello</p>',
        configurationSet: 'receipts',
      },
    ]);
    expect(await client.inbox({ commandId: 'another' })).toEqual([]);
  });

  it('tells Regions apart by the signature, and senders by what they sign as', async () => {
    const { send, client } = await open('eu-west-1');
    await client.fault({ match: { region: 'us-east-1' }, action: { kind: 'throttle' } });
    await client.fault({ match: { from: 'they@example.com' }, action: { kind: 'throttle' } });

    expect(await send()).toMatchObject({ kind: 'accepted' });
    await client.fault({ match: { region: 'eu-west-1', from: content.from }, action: { kind: 'throttle' } });
    expect(await send()).toMatchObject({ kind: 'not-accepted' });
    expect(await client.calls()).toMatchObject(Array(2).fill({ region: 'eu-west-1', from: content.from }));
  });

  for (const [action, outcome, mails] of [
    [
      { kind: 'throttle', retryAfterSeconds: 3 },
      { kind: 'not-accepted', cause: 'THROTTLED', retryAfterMs: 3000 },
      0,
    ],
    [{ kind: 'error', status: 500 }, { kind: 'unknown', cause: 'InternalServiceErrorException' }, 0],
    [{ kind: 'error', status: 400 }, { kind: 'refused', cause: 'BadRequestException' }, 0],
    [{ kind: 'refuse-address' }, { kind: 'refused', cause: 'MessageRejected' }, 0],
    [{ kind: 'close-before-accepting' }, { kind: 'unknown', cause: 'ECONNRESET' }, 0],
    [{ kind: 'close-after-accepting' }, { kind: 'unknown', cause: 'ECONNRESET' }, 1],
    [{ kind: 'delay-after-accepting', ms: 60_000 }, { kind: 'unknown' }, 1],
  ] as const) {
    it(`misbehaves once when told: ${action.kind}${'status' in action ? ` ${action.status}` : ''}`, async () => {
      const { send, client } = await open();
      await client.fault(always(action));

      expect(await send()).toMatchObject(outcome);
      expect(await client.inbox()).toHaveLength(mails);
      expect(await send()).toMatchObject({ kind: 'accepted' });
      expect(await client.calls()).toHaveLength(2);
    });
  }

  it('misbehaves only towards whom a rule names', async () => {
    const { send, client } = await open();
    await client.fault({ match: { to: 'eve@example.com' }, times: 5, action: { kind: 'refuse-address' } });

    expect(await send('ada@example.com')).toMatchObject({ kind: 'accepted' });
    expect(await send('eve@example.com')).toMatchObject({ kind: 'refused' });
  });

  it('refuses what SES refuses, and rules that it does not know, by naming the field', async () => {
    const { send, client, sandbox } = await open();

    expect(await send('no address')).toMatchObject({ kind: 'refused', cause: 'BadRequestException' });
    const answer = await fetch(`${sandbox.endpoint}/sandbox/faults`, {
      method: 'POST',
      body: '{"match":{},"times":0,"action":{"kind":"delay","ms":1}}',
    });
    expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('times')]);
    await expect(client.sendReceipt({ commandId: '', receipt: 'bounce' })).rejects.toThrow('commandId');
  });
});

describe('sesEvent', () => {
  it('speaks of a delivery, a bounce and a complaint as SES does on the default bus', async () => {
    const { send, client } = await open();
    await send();
    const [mail] = await client.inbox();
    if (!mail) throw new Error('no mail');

    const read = (['delivery', 'bounce', 'complaint'] as const).map((kind) => {
      const { Source, DetailType, Detail } = sesEvent(mail, kind, Date.now()) ?? {};
      return readSesReceipt({ source: Source, 'detail-type': DetailType, detail: JSON.parse(Detail ?? '') });
    });

    expect(
      read.map((receipt) => (receipt.ok ? [receipt.value.kind, receipt.value.commandId] : receipt.issues)),
    ).toEqual([
      ['delivered', commandId],
      ['bounced', commandId],
      ['complained', commandId],
    ]);
  });
});
