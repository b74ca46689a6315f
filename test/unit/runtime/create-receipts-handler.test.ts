import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { InMemoryCustomerStore } from '../../../shared/customers/adapters/in-memory-customer-store.ts';
import { CustomersUnavailableError } from '../../../shared/customers/errors.ts';
import { InMemoryJournal } from '../../../shared/journal/adapters/in-memory-journal.ts';
import { commandAggregate, fact } from '../../../shared/journal/command-facts.ts';
import { commandStateOf } from '../../../shared/journal/command-state.ts';
import type { Fact } from '../../../shared/journal/fact.ts';
import { createNewsReader } from '../../../shared/receipts/read-receipt.ts';
import { eventOfFact } from '../../../shared/relay/event-of-fact.ts';
import { createReceiptsHandler } from '../../../shared/runtime/create-receipts-handler.ts';
import {
  aMessagingReceipt,
  anSmsReply,
  aSesBounce,
  aSesReceipt,
  personalInReceipts,
  receiptSources,
} from '../../support/a-receipt.ts';
import { aCustomer } from '../../support/a-recipient.ts';
import { anSqsRecord } from '../../support/an-sqs-record.ts';
import { fakeCipher } from '../../support/fake-cipher.ts';
import { recordingPorts } from '../../support/recording-ports.ts';

const subjects = {
  email: { agentType: 'email', identity: 'email-agent-001', commandType: 'SEND_EMAIL' },
  sms: { agentType: 'sms', identity: 'sms-agent-001', commandType: 'SEND_SMS' },
  phone: { agentType: 'phone', identity: 'phone-agent-001', commandType: 'PLACE_CALL' },
};
const at = Date.parse('2026-11-23T12:00:06.000Z');

/** A command whose one attempt is claimed and no more: its owner's own record is not there. */
const aWorld = async (channel: keyof typeof subjects = 'email') => {
  const journal = new InMemoryJournal();
  const customers = new InMemoryCustomerStore();
  await customers.put(aCustomer());
  const commandId = randomUUID();
  const aggregate = commandAggregate(commandId);
  const subject = { ...subjects[channel], customerId: 'cust-456' };
  await journal.insert([
    fact('claimed', aggregate, at, { ...subject, attempt: 1, owner: 'gone', deadlineAt: at }),
  ]);
  const suppress = { fails: false };
  const ports = recordingPorts();
  const handler = createReceiptsHandler({
    ...ports,
    queue: { delete: async () => undefined, returnLater: async () => undefined },
    journal,
    cipher: fakeCipher(),
    customers: {
      findByAddress: (name, address) => customers.findByAddress(name, address),
      suppress: async (customerId, suppression) => {
        if (suppress.fails) throw new CustomersUnavailableError('customers');
        return customers.suppress(customerId, suppression);
      },
    },
    readNews: createNewsReader(receiptSources),
    dimensions: {},
    groupMs: 0,
    random: () => 0,
    now: () => at,
  });
  return {
    journal,
    commandId,
    suppress,
    lines: ports.lines,
    record: (...facts: Fact[]) => journal.insert(facts),
    unknown: () => fact('unknown', aggregate, at, { ...subject, attempt: 1, cause: 'OWNER_LOST' }),
    sent: () =>
      fact('sent', aggregate, at, { ...subject, attempt: 1, providerMessageId: 'ses-1', startedAt: at }),
    receive: (...bodies: unknown[]) =>
      handler({ Records: bodies.map((body) => anSqsRecord(body)) }, { getRemainingTimeInMillis: () => 6000 }),
    status: async () => commandStateOf(await journal.read(aggregate)).status,
    factsOf: (type: Fact['type']) => journal.all().filter((known) => known.type === type),
    suppressions: async () => (await customers.get(['cust-456'])).get('cust-456')?.suppressions ?? [],
  };
};

const receiptsOf = {
  email: { delivered: (id: string) => aSesReceipt(id, 'Delivery'), bounced: (id: string) => aSesBounce(id) },
  sms: {
    delivered: (id: string) => aMessagingReceipt(id, 'TEXT_DELIVERED'),
    bounced: (id: string) => aMessagingReceipt(id, 'TEXT_UNREACHABLE'),
  },
  phone: {
    delivered: (id: string) => aMessagingReceipt(id, 'VOICE_COMPLETED'),
    bounced: (id: string) => aMessagingReceipt(id, 'VOICE_NO_ANSWER'),
  },
};

describe.each(['email', 'sms', 'phone'] as const)('receipts of %s', (channel) => {
  const { delivered, bounced } = receiptsOf[channel];

  it('come before the send’s own record, and count', async () => {
    const { receive, status, record, sent, commandId } = await aWorld(channel);

    expect(await receive(delivered(commandId))).toEqual({ batchItemFailures: [] });
    expect(await status()).toBe('DELIVERED');
    await record(sent());

    expect(await status()).toBe('DELIVERED');
  });

  it('come late, and resolve UNKNOWN', async () => {
    const { receive, status, record, unknown, commandId } = await aWorld(channel);
    await record(unknown());
    expect(await status()).toBe('UNKNOWN');

    await receive(delivered(commandId));

    expect(await status()).toBe('DELIVERED');
  });

  it('come twice, and are one', async () => {
    const { receive, factsOf, commandId } = await aWorld(channel);

    await receive(delivered(commandId), delivered(commandId));
    await receive(delivered(commandId));

    expect(factsOf('delivered')).toHaveLength(1);
  });

  it('say a failure after a delivery, in whichever order they come', async () => {
    const one = await aWorld(channel);
    await one.receive(delivered(one.commandId));
    await one.receive(bounced(one.commandId));
    const other = await aWorld(channel);
    await other.receive(bounced(other.commandId), delivered(other.commandId));

    expect([await one.status(), await other.status()]).toEqual(['FAILED', 'FAILED']);
  });

  it('of a command that is not ours are rejected, and hold up nobody', async () => {
    const { receive, status, factsOf, commandId } = await aWorld(channel);

    await receive(delivered(randomUUID()), delivered(commandId));

    expect(factsOf('receipt-rejected')).toMatchObject([{ body: { issues: [{ path: 'detail' }] } }]);
    expect(await status()).toBe('DELIVERED');
  });

  it("become EVENTs with the specification's metadata", async () => {
    const { receive, factsOf, commandId } = await aWorld(channel);

    await receive(delivered(commandId));

    const [delivery] = factsOf('delivered');
    const type = { email: 'EMAIL_SENT', sms: 'SMS_SENT', phone: 'CALL_SENT' }[channel];
    expect(delivery && eventOfFact(delivery)).toMatchObject({
      source: subjects[channel].identity,
      event: {
        type,
        status: 'DELIVERED',
        customerId: 'cust-456',
        metadata: {
          deliveryTime: '2026-11-23T12:00:05.000Z',
          messageId: channel === 'email' ? 'ses-1' : 'eum-1',
          recipientResponse: null,
        },
      },
      correlation: { originalCommandId: commandId },
    });
  });
});

describe('createReceiptsHandler', () => {
  it.each([
    ['email', (id: string) => aSesReceipt(id, 'DeliveryDelay')],
    ['sms', (id: string) => aMessagingReceipt(id, 'TEXT_PENDING')],
    ['phone', (id: string) => aMessagingReceipt(id, 'VOICE_ANSWERED')],
  ] as const)('notes no fact of what is on its way: %s', async (channel, receipt) => {
    const { receive, journal, commandId } = await aWorld(channel);

    await receive(receipt(commandId));

    expect(journal.all()).toHaveLength(1);
  });

  it.each([
    ['VOICE_BUSY', 'CALL_FAILED'],
    ['VOICE_NO_ANSWER', 'CALL_FAILED'],
    ['VOICE_FAILED', 'CALL_FAILED'],
    ['VOICE_TTL_EXPIRED', 'CALL_FAILED'],
  ] as const)('says of a call why it failed: %s', async (cause, type) => {
    const { receive, status, factsOf, commandId } = await aWorld('phone');

    await receive(aMessagingReceipt(commandId, cause));

    const [failure] = factsOf('bounced');
    expect(await status()).toBe('FAILED');
    expect(failure && eventOfFact(failure)).toMatchObject({
      event: { type, status: 'FAILED', metadata: { cause, deliveryTime: null } },
    });
  });

  it.each([
    ['email', (id: string) => aSesBounce(id), 'HARD_BOUNCE'],
    ['email', (id: string) => aSesBounce(id, 'Permanent', 'OnAccountSuppressionList'), 'PROVIDER_LIST'],
    ['email', (id: string) => aSesReceipt(id, 'Complaint'), 'COMPLAINT'],
    ['sms', (id: string) => aMessagingReceipt(id, 'TEXT_BLOCKED'), 'PROVIDER_LIST'],
    ['sms', (id: string) => aMessagingReceipt(id, 'TEXT_INVALID'), 'HARD_BOUNCE'],
  ] as const)("makes the provider's ban ours, once: %s, %#: %3$s", async (channel, receipt, reason) => {
    const { receive, suppressions, factsOf, commandId } = await aWorld(channel);

    await receive(receipt(commandId), receipt(commandId));
    await receive(receipt(commandId));

    expect(await suppressions()).toMatchObject([
      { channel, reason, source: `${channel}-receipt`, at: '2026-11-23T12:00:05.000Z' },
    ]);
    expect(factsOf('suppressing')).toHaveLength(1);
  });

  it.each([
    ['email', (id: string) => aSesBounce(id, 'Transient', 'MailboxFull')],
    ['sms', (id: string) => aMessagingReceipt(id, 'TEXT_CARRIER_BLOCKED')],
    ['sms', (id: string) => aMessagingReceipt(id, 'TEXT_UNREACHABLE')],
    ['phone', (id: string) => aMessagingReceipt(id, 'VOICE_BUSY')],
  ] as const)('bans nobody for what may pass: %s, %#', async (channel, receipt) => {
    const { receive, status, suppressions, commandId } = await aWorld(channel);

    await receive(receipt(commandId));

    expect(await status()).toBe('FAILED');
    expect(await suppressions()).toEqual([]);
  });

  it('brings back the receipt whose ban could not be written, and only that one', async () => {
    const { receive, suppress, status, commandId } = await aWorld();
    suppress.fails = true;

    const answer = await receive(aSesBounce(commandId), aSesReceipt(commandId, 'Delivery'));

    expect(answer.batchItemFailures).toHaveLength(1);
    expect(await status()).toBe('DELIVERED');
  });

  it('notes an answer by text message beside receipts, and what it ends', async () => {
    const { receive, factsOf, suppressions, commandId } = await aWorld('sms');

    await receive(aMessagingReceipt(commandId, 'TEXT_DELIVERED'), anSmsReply('STOP'));

    const [response] = factsOf('responded');
    expect(response && eventOfFact(response)).toMatchObject({
      event: {
        type: 'CUSTOMER_RESPONDED',
        customerId: 'cust-456',
        metadata: { channel: 'sms', recipientResponse: expect.stringMatching(/^[\w-]+\.[\w-]*\.[\w-]+\./) },
      },
    });
    expect(await suppressions()).toMatchObject([{ channel: 'sms', reason: 'OPTED_OUT' }]);
    expect(factsOf('delivered')).toHaveLength(1);
  });

  it('rejects what comes from a wrong source, and takes the others', async () => {
    const { receive, status, factsOf, commandId } = await aWorld();

    await receive(
      { ...aSesReceipt(commandId, 'Bounce'), source: 'com.evil' },
      { ...aSesBounce(commandId), account: '222222222222' },
      { ...anSmsReply('STOP'), TopicArn: 'arn:aws:sns:us-east-1:222222222222:replies' },
      'hello',
      aSesReceipt(commandId, 'Delivery'),
    );

    const paths = factsOf('receipt-rejected').map(({ body }) => 'issues' in body && body.issues?.[0]?.path);
    expect(paths).toEqual(['source', 'account', 'TopicArn', 'body']);
    expect(await status()).toBe('DELIVERED');
  });

  it('keeps addresses, numbers and what servers said out of journal and log', async () => {
    const { receive, journal, lines, commandId } = await aWorld();

    await receive(
      aSesReceipt(commandId, 'Delivery'),
      aSesBounce(commandId),
      aSesReceipt(personalInReceipts[0] ?? '', 'Delivery'),
      aMessagingReceipt(commandId, 'TEXT_BLOCKED'),
      anSmsReply('STOP'),
      anSmsReply('no such user', { originationNumber: '+19998887777', inboundMessageId: 'other' }),
    );

    const kept = JSON.stringify([journal.all(), lines]);
    for (const personal of [...personalInReceipts, '+19998887777']) expect(kept).not.toContain(personal);
  });
});
