import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createSwitchboardClient } from '../../../shared/client/switchboard-client.ts';
import { InMemoryCustomerStore } from '../../../shared/customers/adapters/in-memory-customer-store.ts';
import type { CustomerStore } from '../../../shared/customers/customer-store.ts';
import { InMemoryJournal } from '../../../shared/journal/adapters/in-memory-journal.ts';
import { commandAggregate, customerAggregate } from '../../../shared/journal/command-facts.ts';
import { commandExample } from '../../../shared/messages/catalog/command-examples.ts';
import { SqsRecordLane } from '../../../shared/records/adapters/sqs-record-lane.ts';
import type { RecordLane } from '../../../shared/records/record-lane.ts';
import { type RecordMessage, recordMessageSchema } from '../../../shared/records/record-message.ts';
import { eventOfFact } from '../../../shared/relay/event-of-fact.ts';
import { aCustomer } from '../../support/a-customer.ts';
import { aRecordMessage } from '../../support/a-record-message.ts';
import { CrashPlan, type CrashPoint } from '../../support/crash-plan.ts';
import { fakeCipher } from '../../support/fake-cipher.ts';
import { frontDoorPorts } from '../../support/front-door.ts';

const NOW = Date.parse('2026-11-23T12:00:00Z');
const SAID_AT = '2024-01-15T10:30:00.000Z';

/** A front door with the customer cust-456, who agreed to offers by e-mail. */
const aFrontDoor = async (change: { readonly suppress?: CustomerStore['suppress'] } = {}) => {
  const journal = new InMemoryJournal();
  const customers = new InMemoryCustomerStore();
  const consent = {
    channel: 'email',
    purpose: 'offers',
    given: true,
    source: 'import',
    recordedBy: 'import',
  };
  await customers.put(
    aCustomer({ customerId: 'cust-456', consents: [{ ...consent, at: '2024-01-01T00:00:00Z' }] }),
  );
  const sent: RecordMessage[] = [];
  const recordLane: RecordLane = {
    send: async (messages) => {
      sent.push(...messages);
      return messages.map(() => ({ sent: true }));
    },
  };
  const submit = async (messages: readonly unknown[], crash?: CrashPoint) => {
    const plan = new CrashPlan(crash);
    const stores = { ...customers, get: customers.get.bind(customers), put: customers.put.bind(customers) };
    const suppress = change.suppress ?? customers.suppress.bind(customers);
    const client = createSwitchboardClient({
      ...frontDoorPorts(plan.wrap(journal), () => NOW),
      cipher: plan.wrap(fakeCipher()),
      customers: plan.wrap({ ...stores, suppress }),
      recordLane: plan.wrap(recordLane),
      lanes: { send: async () => [] },
    });
    const intakes = messages.map((message) => ({ intakeId: randomUUID(), message }));
    return { answer: await Promise.race([client.submit(intakes), plan.crashed]), calls: plan.calls };
  };
  const stored = async () => (await customers.get(['cust-456'])).get('cust-456');
  return { journal, sent, submit, stored };
};

const aCommand = (type: 'RECORD_PAYMENT' | 'RECORD_CONSENT' | 'REVOKE_CONSENT', change: object = {}) => ({
  ...commandExample(type),
  messageId: randomUUID(),
  ...change,
});

const revoking = (consent: object) =>
  aCommand('REVOKE_CONSENT', {
    command: {
      type: 'REVOKE_CONSENT',
      customerId: 'cust-456',
      consent: { source: 'phone-call', ...consent },
    },
  });

describe('a command that is recorded exactly once, at the front door', () => {
  it.each(['RECORD_PAYMENT', 'RECORD_CONSENT', 'REVOKE_CONSENT'] as const)(
    'goes sealed into the record lane, its fact first: %s',
    async (type) => {
      const { submit, sent, journal } = await aFrontDoor();
      const command = aCommand(type);

      const { answer } = await submit([command]);

      expect(answer).toMatchObject([{ status: 'ACCEPTED', agentType: 'record-keeper', tier: 'HIGH' }]);
      expect(await journal.read(commandAggregate(command.messageId))).toMatchObject([{ type: 'accepted' }]);
      expect(sent.map((message) => recordMessageSchema.parse(message))).toEqual(sent);
      expect(sent).toMatchObject([
        { commandId: command.messageId, saidAt: SAID_AT, subject: { commandType: type } },
      ]);
      const { sealed, ...open } = sent[0] ?? {};
      expect(JSON.stringify([open, journal.all()])).not.toMatch(/12\.50|offers by e-mail/);
      const content: unknown = await fakeCipher().decrypt('cust-456', sealed ?? '');
      expect(content).toEqual(Object.values(command.command).find((value) => typeof value === 'object'));
    },
  );

  it('counts as said now at the latest, whatever the clock of its sender says', async () => {
    const { submit, sent } = await aFrontDoor();

    await submit([aCommand('RECORD_CONSENT', { timestamp: '2031-01-01T00:00:00Z' })]);

    expect(sent).toMatchObject([{ saidAt: new Date(NOW).toISOString() }]);
  });

  it.each([
    [
      'an amount that is no number',
      'RECORD_PAYMENT',
      { payment: { paymentId: 'p', amount: '1,5', currency: 'EUR' } },
    ],
    ['no currency', 'RECORD_PAYMENT', { payment: { paymentId: 'p', amount: '1.5', currency: 'Euro' } }],
    ['no wording', 'RECORD_CONSENT', { consent: { channel: 'sms', purpose: 'offers', source: 'web' } }],
  ] as const)('is rejected before the lane, field and rule named, for %s', async (_, type, payload) => {
    const { submit, sent } = await aFrontDoor();

    const { answer } = await submit([
      aCommand(type, { command: { type, customerId: 'cust-456', ...payload } }),
    ]);

    expect(answer).toMatchObject([
      { status: 'REJECTED', issues: [{ path: expect.stringMatching(/^command\./) }] },
    ]);
    expect(sent).toEqual([]);
  });
});

describe('REVOKE_CONSENT at the front door', () => {
  it('bans the channel before anything else has happened, and once however often it comes', async () => {
    const { submit, stored, journal } = await aFrontDoor();
    const command = revoking({ channel: 'sms' });

    await submit([command]);
    await submit([command, command]);

    expect((await stored())?.suppressions).toMatchObject([
      { channel: 'sms', reason: 'OPTED_OUT', at: SAID_AT, source: 'phone-call' },
    ]);
    const facts = await journal.read(customerAggregate('cust-456'));
    expect(facts).toMatchObject([{ type: 'suppressing', body: { commandId: command.messageId } }]);
    // The record of the command is what the bus hears of.
    expect(facts.map((fact) => eventOfFact(fact))).toEqual([undefined]);
  });

  it('of one purpose ends that consent at once, and bans nothing', async () => {
    const { submit, stored } = await aFrontDoor();

    await submit([revoking({ channel: 'email', purpose: 'offers' })]);

    const customer = await stored();
    expect(customer?.suppressions).toEqual([]);
    expect(customer?.consents).toMatchObject([{ purpose: 'offers', given: false, at: SAID_AT }]);
  });

  it('is recorded and submitted again where the ban cannot be written now', async () => {
    const { submit, sent } = await aFrontDoor({
      suppress: async () => {
        throw new Error('no table');
      },
    });

    const { answer } = await submit([revoking({ channel: 'sms' })]);

    expect(answer).toMatchObject([{ status: 'FAILED', cause: 'Error' }]);
    expect(sent).toHaveLength(1);
  });

  it('is in force and in its lane after a crash at any call, once the bus brings it again', async () => {
    const command = revoking({ channel: 'sms' });
    const { calls } = await (await aFrontDoor()).submit([command]);
    expect(calls).toBeGreaterThanOrEqual(4);

    for (let call = 0; call < calls; call += 1) {
      for (const when of ['before', 'after'] as const) {
        const { submit, sent, stored, journal } = await aFrontDoor();

        expect((await submit([command], { call, when })).answer).toBe('crashed');
        expect((await submit([command])).answer).toMatchObject([{ status: 'ACCEPTED' }]);

        expect((await stored())?.suppressions).toHaveLength(1);
        expect(sent.length).toBeGreaterThan(0);
        expect(await journal.read(customerAggregate('cust-456'))).toHaveLength(1);
      }
    }
  });
});

describe('SqsRecordLane', () => {
  it('names group and deduplication id, in the order given, one page after the other', async () => {
    const pages: { Entries: { MessageGroupId: string; MessageDeduplicationId: string }[] }[] = [];
    let open = 0;
    const client = {
      send: async ({ input }: { input: (typeof pages)[number] }) => {
        open += 1;
        expect(open).toBe(1);
        await Promise.resolve();
        pages.push(input);
        open -= 1;
        return {};
      },
    };
    const lane = new SqsRecordLane({
      client: client as never,
      url: 'http://q/records.fifo',
      random: () => 0,
      sleep: async () => undefined,
    });
    const messages = await Promise.all(
      Array.from({ length: 12 }, (_, at) =>
        aRecordMessage(fakeCipher(), 'RECORD_PAYMENT', at === 0 ? { conversationId: 'conv-1' } : {}),
      ),
    );

    expect(await lane.send(messages)).toEqual(messages.map(() => ({ sent: true })));

    const entries = pages.flatMap(({ Entries }) => Entries);
    expect(pages.map(({ Entries }) => Entries.length)).toEqual([10, 2]);
    expect(entries.map((entry) => entry.MessageDeduplicationId)).toEqual(messages.map((m) => m.commandId));
    expect(entries.map((entry) => entry.MessageGroupId)).toEqual(['conv-1', ...Array(11).fill('cust-1')]);
  });
});
