import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { InMemoryJournal } from '../../../shared/journal/adapters/in-memory-journal.ts';
import { commandAggregate, fact } from '../../../shared/journal/command-facts.ts';
import { commandStateOf } from '../../../shared/journal/command-state.ts';
import { readSesReceipt } from '../../../shared/receipts/ses-receipt.ts';
import { createReceiptsHandler } from '../../../shared/runtime/create-receipts-handler.ts';
import { anSqsRecord } from '../../support/an-sqs-record.ts';
import { recordingPorts } from '../../support/recording-ports.ts';

const subject = {
  agentType: 'email',
  identity: 'email-agent-001',
  commandType: 'SEND_EMAIL',
  customerId: 'cust-456',
};
const timestamp = '2026-11-23T12:00:05.000Z';
const ADDRESS = 'ada@example.com';

const aReceipt = (commandId: string, eventType: string, more: object = {}, source = 'aws.ses') => ({
  source,
  'detail-type': 'Email Delivered',
  detail: {
    eventType,
    mail: {
      timestamp,
      messageId: 'ses-1',
      destination: [ADDRESS],
      tags: { 'switchboard-command': [commandId], 'switchboard-attempt': ['1'] },
    },
    ...more,
  },
});

const delivery = { delivery: { timestamp, recipients: [ADDRESS], smtpResponse: `250 ok ${ADDRESS}` } };
const bounce = {
  bounce: {
    timestamp,
    bounceType: 'Permanent',
    bounceSubType: 'General',
    bouncedRecipients: [{ emailAddress: ADDRESS }],
  },
};

const aWorld = async () => {
  const journal = new InMemoryJournal();
  const commandId = randomUUID();
  const at = Date.parse(timestamp);
  await journal.insert([
    fact('accepted', commandAggregate(commandId), at, {
      ...subject,
      tier: 'HIGH',
      source: 's',
      acceptedAt: at,
      dueAt: at,
      deadlineAt: at,
      schedule: 'NONE',
    }),
    fact('claimed', commandAggregate(commandId), at, {
      ...subject,
      attempt: 1,
      owner: 'gone',
      deadlineAt: at,
    }),
    fact('unknown', commandAggregate(commandId), at, { ...subject, attempt: 1, cause: 'OWNER_LOST' }),
  ]);
  const queue = { delete: async () => undefined, returnLater: async () => undefined };
  const handler = createReceiptsHandler({
    ...recordingPorts(),
    queue,
    journal,
    readReceipt: readSesReceipt,
    dimensions: {},
    groupMs: 0,
    random: () => 0,
    now: () => at,
  });
  const receive = (...bodies: unknown[]) =>
    handler({ Records: bodies.map((body) => anSqsRecord(body)) }, { getRemainingTimeInMillis: () => 6000 });
  const status = async () => commandStateOf(await journal.read(commandAggregate(commandId))).status;
  return { journal, commandId, receive, status };
};

describe('createReceiptsHandler', () => {
  it('resolves UNKNOWN by a receipt that carries the command id', async () => {
    const { receive, status, commandId } = await aWorld();
    expect(await status()).toBe('UNKNOWN');

    expect(await receive(aReceipt(commandId, 'Delivery', delivery))).toEqual({ batchItemFailures: [] });

    expect(await status()).toBe('DELIVERED');
  });

  it('takes a receipt that comes twice as one', async () => {
    const { receive, journal, commandId } = await aWorld();

    await receive(aReceipt(commandId, 'Delivery', delivery), aReceipt(commandId, 'Delivery', delivery));
    await receive(aReceipt(commandId, 'Delivery', delivery));

    expect(journal.all().filter(({ type }) => type === 'delivered')).toHaveLength(1);
  });

  it('makes a bounce a failure, also after a delivery', async () => {
    const { receive, status, commandId } = await aWorld();

    await receive(aReceipt(commandId, 'Delivery', delivery), aReceipt(commandId, 'Bounce', bounce));

    expect(await status()).toBe('FAILED');
  });

  it('notes no fact for a delay', async () => {
    const { receive, status, commandId } = await aWorld();

    await receive(aReceipt(commandId, 'DeliveryDelay'));

    expect(await status()).toBe('UNKNOWN');
  });

  for (const [name, body, path] of [
    ['from a wrong source', aReceipt(randomUUID(), 'Delivery', delivery, 'com.evil'), 'source'],
    ['for a command that is not ours', aReceipt(randomUUID(), 'Delivery', delivery), 'detail.mail.tags'],
    [
      'with an id that is none',
      aReceipt('cmd-1', 'Delivery', delivery),
      'detail.mail.tags.switchboard-command.0',
    ],
    ['of a kind that does not exist', aReceipt(randomUUID(), 'Teleported'), 'detail.eventType'],
    ['that is no JSON', 'hello', 'body'],
  ] as const) {
    it(`rejects a receipt ${name} by naming ${path}, and takes the others`, async () => {
      const { receive, status, journal, commandId } = await aWorld();

      await receive(body, aReceipt(commandId, 'Delivery', delivery));

      const rejected = journal.all().filter(({ type }) => type === 'receipt-rejected');
      expect(rejected).toMatchObject([{ body: { issues: [{ path }] } }]);
      expect(await status()).toBe('DELIVERED');
    });
  }

  it('keeps addresses and what servers said out of the journal', async () => {
    const { receive, journal, commandId } = await aWorld();

    await receive(
      aReceipt(commandId, 'Delivery', delivery),
      aReceipt(commandId, 'Bounce', bounce),
      aReceipt(ADDRESS, 'Delivery'),
    );

    expect(JSON.stringify(journal.all())).not.toContain(ADDRESS);
  });
});
