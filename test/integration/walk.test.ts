import { beforeAll, describe, expect, it } from 'vitest';
import { aLaneMessage } from '../support/a-lane-message.ts';
import { aSendEmailCommand } from '../support/a-send-email-command.ts';
import { badCommands } from '../support/bad-commands.ts';
import { type LocalStage, openLocalStage } from '../support/local-stage.ts';
import { sandboxClient } from '../support/sandbox.ts';

let stage: LocalStage;
let events: Awaited<ReturnType<LocalStage['subscribe']>>;
const sandbox = sandboxClient();

beforeAll(async () => {
  stage = await openLocalStage();
  events = await stage.subscribe();
});

describe('a command on the real stack', () => {
  it("walks from the bus to its receipt and back to the bus: the specification's COMMAND", async () => {
    const command = aSendEmailCommand();

    await stage.put([command]);

    const delivered = await events.untilEvent(
      'the EVENT of the delivery',
      ({ correlation, event }) =>
        correlation.originalCommandId === command.messageId && event.status === 'DELIVERED',
    );
    expect(delivered).toMatchObject({
      source: 'email-agent-001',
      event: {
        type: 'EMAIL_SENT',
        campaignId: 'camp-123',
        customerId: 'cust-456',
        metadata: { recipientResponse: null },
      },
      correlation: { conversationId: 'conv-abc' },
    });
    const facts = await stage.facts(command.messageId);
    expect(facts.map(({ type }) => type)).toEqual(['accepted', 'claimed', 'sent', 'delivered']);
    const mails = await sandbox.inbox({ commandId: command.messageId });
    expect(mails).toMatchObject([
      { to: ['ada@example.com'], subject: 'A reminder about your invoice, Ada Lovelace' },
    ]);
    const sequences = events.seen
      .filter(({ correlation }) => correlation.originalCommandId === command.messageId)
      .map(({ event }) => event.metadata['sequence']);
    expect(new Set(sequences).size).toBe(2);
  });

  it("sends the specification's own past schedule at once, and a fact says so", async () => {
    const command = aSendEmailCommand({ scheduledFor: '2024-01-15T11:00:00Z', priority: 'CRITICAL' });

    await stage.put([command]);
    await stage.untilStatus(command.messageId, 'DELIVERED');

    expect((await stage.facts(command.messageId))[0]).toMatchObject({
      type: 'accepted',
      body: { schedule: 'PAST_SENT_AT_ONCE' },
    });
  });

  it('reaches the provider once when it is put ten times', async () => {
    const command = aSendEmailCommand({ priority: 'MEDIUM' });

    await Promise.all([stage.put(Array(5).fill(command)), stage.put(Array(5).fill(command))]);
    await stage.untilStatus(command.messageId, 'DELIVERED');
    // Nine copies more come through the lane; each leaves a fact of its own.
    await expect
      .poll(
        async () => (await stage.facts(command.messageId)).filter(({ type }) => type === 'duplicate').length,
        { timeout: 120_000 },
      )
      .toBe(9);

    expect(await sandbox.calls({ commandId: command.messageId })).toHaveLength(1);
  });

  it('travels in every tier', async () => {
    const commands = (['CRITICAL', 'HIGH', 'MEDIUM', 'LOW'] as const).map((priority) =>
      aSendEmailCommand({ priority, target: 'email-agent' }),
    );

    await stage.put(commands);

    for (const { messageId } of commands) await stage.untilStatus(messageId, 'DELIVERED');
  });

  it('is delivered beside a broken record of its batch', async () => {
    const commands = Array.from({ length: 9 }, () => aSendEmailCommand());
    const bodies = commands.map((command) => JSON.stringify(aLaneMessage(command, Date.now())));

    await stage.enqueue(await stage.laneUrl('email', 'HIGH'), [
      ...bodies.slice(0, 4),
      '{"v":1,',
      ...bodies.slice(4),
    ]);

    for (const { messageId } of commands) await stage.untilStatus(messageId, 'DELIVERED');
    await events.untilEvent(
      'the rejection of the broken record',
      ({ event }) => JSON.stringify(event.metadata['issues'])?.includes('must be JSON') ?? false,
    );
  });

  it('is tried again when the provider throttles it, and delivered once', async () => {
    const command = aSendEmailCommand({ priority: 'CRITICAL' });
    await sandbox.fault({ match: { commandId: command.messageId }, times: 2, action: { kind: 'throttle' } });

    await stage.put([command]);
    await stage.untilStatus(command.messageId, 'DELIVERED');

    const facts = await stage.facts(command.messageId);
    expect(facts.map(({ key }) => key)).toEqual([
      'accepted',
      'claimed#1',
      'not-accepted#1',
      'claimed#2',
      'not-accepted#2',
      'claimed#3',
      'sent#3',
      'delivered',
    ]);
    expect(await sandbox.inbox({ commandId: command.messageId })).toHaveLength(1);
  });

  it('fails when the provider reports a bounce', async () => {
    const command = aSendEmailCommand();
    await sandbox.fault({
      match: { commandId: command.messageId },
      times: 1,
      action: { kind: 'receipt', receipt: 'bounce' },
    });

    await stage.put([command]);

    expect(await stage.untilStatus(command.messageId, 'FAILED')).toBe('FAILED');
  });
});

describe('bad input on the real stack', () => {
  it('is rejected through the bus, each by an EVENT that names its field', async () => {
    const bad = badCommands().map((entry, at) => ({ ...entry, source: `producer-${at}` }));
    const documents = bad.map(({ document, source }) => ({ ...document, source }));

    await stage.put(JSON.parse(JSON.stringify(documents)), { DetailType: 'COMMAND' });

    for (const { name, path, document } of bad) {
      const { messageId } = document;
      await events.untilEvent(`the rejection of ${name}`, ({ event, correlation }) => {
        const issues = JSON.stringify(event.metadata['issues'] ?? []);
        const isOwn =
          correlation.originalCommandId === undefined || correlation.originalCommandId === messageId;
        return event.type === 'COMMAND_REJECTED' && isOwn && issues.includes(`"path":"${path}"`);
      });
    }
  });

  for (const [name, entry, path] of [
    ['a command put as a context update', { DetailType: 'CONTEXT_UPDATE' }, 'messageType'],
    ['a message type that does not exist', { DetailType: 'SMOKE_SIGNAL' }, 'detail-type'],
    ['a source that is not the document’s', { Source: 'somebody-else' }, 'source'],
  ] as const) {
    it(`is rejected: ${name}`, async () => {
      const command = aSendEmailCommand();

      await stage.put([command], entry);

      await events.untilEvent('the rejection', ({ correlation, event }) => {
        const issues = JSON.stringify(event.metadata['issues'] ?? []);
        return correlation.originalCommandId === command.messageId && issues.includes(`"path":"${path}"`);
      });
    });
  }

  it('is rejected also straight in a queue, where the bus itself would refuse it', async () => {
    const bodies = [
      'hello',
      '',
      '[]',
      '42',
      'null',
      '{"detail":7}',
      '{"id":"e","detail-type":"COMMAND","source":"s","detail":"text"}',
    ].filter(Boolean);
    const before = (await rejections()).length;

    await stage.enqueue(await stage.laneUrl('coordinator', 'HIGH'), bodies);
    await stage.enqueue(await stage.laneUrl('email', 'LOW'), [
      'hello',
      '{"v":2}',
      JSON.stringify({ ...aLaneMessage(), tier: 'URGENT' }),
    ]);

    await expect
      .poll(async () => (await rejections()).length, { timeout: 120_000 })
      .toBe(before + bodies.length + 3);
  });
});

/** Rejections that could be tied to no command, or to one that came without its own. */
const rejections = async () => {
  await events.untilEvent('anything', () => true);
  return events.seen.filter(({ event }) => event.type === 'COMMAND_REJECTED' && event.status === 'REJECTED');
};
