import { afterEach, describe, expect, it } from 'vitest';
import type { Fault } from '../../../../local/provider-sandbox/faults.ts';
import { type Sandbox, startSandbox } from '../../../../local/provider-sandbox/sandbox.ts';
import { createSandboxClient } from '../../../../local/provider-sandbox/sandbox-client.ts';
import { HttpChannel } from '../../../../shared/channels/adapters/http-channel.ts';

const content = { from: 'Switchboard', to: '+15550123456', text: 'Hello Ada' };
const commandId = '7f1c0a56-6c54-4a53-9f0a-5a4f6f1a2b3c';
const sandboxes: Sandbox[] = [];

afterEach(async () => {
  for (const sandbox of sandboxes.splice(0)) await sandbox.stop();
});

/** A sandbox, and an agent type's channel in front of it. */
const open = async () => {
  const sandbox = await startSandbox({ port: 0, awsEndpoint: undefined, region: 'us-east-1' });
  sandboxes.push(sandbox);
  const url = `${sandbox.endpoint}/http/whatsapp/messages`;
  const channel = new HttpChannel({ url, timeoutMs: 2000 });
  return {
    url,
    client: createSandboxClient(sandbox.endpoint),
    send: () => channel.send(content, { commandId, attempt: 1 }),
  };
};

describe('httpEndpoint', () => {
  it("keeps what an agent type posted in the inbox, under the agent type's name", async () => {
    const { send, client } = await open();

    const outcome = await send();

    expect(outcome).toEqual({ kind: 'accepted', providerMessageId: expect.stringMatching(/^sandbox-/) });
    expect(await client.inbox({ commandId, channel: 'whatsapp' })).toMatchObject([
      { from: 'Switchboard', to: ['+15550123456'], text: 'Hello Ada' },
    ]);
  });

  it('refuses a document of another form by its field', async () => {
    const { url, client } = await open();

    const answer = await fetch(url, { method: 'POST', body: JSON.stringify({ to: 7, more: true }) });

    expect(answer.status).toBe(400);
    expect(await answer.text()).toMatch(/to: .*more/s);
    expect(await client.inbox()).toEqual([]);
  });

  it.each<[Fault['action'], object, number]>([
    [{ kind: 'throttle', retryAfterSeconds: 3 }, { kind: 'not-accepted', retryAfterMs: 3000 }, 0],
    [{ kind: 'error', status: 503 }, { kind: 'unknown', cause: 'HTTP_503' }, 0],
    [{ kind: 'refuse-address' }, { kind: 'refused', cause: 'HTTP_422' }, 0],
    [{ kind: 'malformed-body' }, { kind: 'unknown', cause: 'ANSWER_WITHOUT_ID' }, 1],
    [{ kind: 'close-before-accepting' }, { kind: 'unknown' }, 0],
    [{ kind: 'close-after-accepting' }, { kind: 'unknown' }, 1],
  ])('obeys a fault: %o', async (action, outcome, messages) => {
    const { send, client } = await open();
    await client.fault({ match: { channel: 'whatsapp' }, times: 1, action });

    expect(await send()).toMatchObject(outcome);
    expect(await client.inbox()).toHaveLength(messages);
    expect(await send()).toMatchObject({ kind: 'accepted' });
  });
});
