import { randomUUID } from 'node:crypto';
import type { SQSRecord } from 'aws-lambda';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InMemoryCustomerStore } from '../../../shared/customers/adapters/in-memory-customer-store.ts';
import { InMemoryJournal } from '../../../shared/journal/adapters/in-memory-journal.ts';
import { commandAggregate } from '../../../shared/journal/command-facts.ts';
import { commandStateOf } from '../../../shared/journal/command-state.ts';
import { InMemoryRecordStore } from '../../../shared/records/adapters/in-memory-record-store.ts';
import { recordGroupOf } from '../../../shared/records/record-lane.ts';
import { type RecordMessage, recordCommandTypes } from '../../../shared/records/record-message.ts';
import type { RecordStore } from '../../../shared/records/record-store.ts';
import { eventOfFact } from '../../../shared/relay/event-of-fact.ts';
import { createRecordKeeperHandler } from '../../../shared/runtime/create-record-keeper-handler.ts';
import { aCustomer } from '../../support/a-customer.ts';
import { aRecordMessage } from '../../support/a-record-message.ts';
import { anSqsRecord } from '../../support/an-sqs-record.ts';
import { CrashPlan, type CrashPoint } from '../../support/crash-plan.ts';
import { fakeCipher } from '../../support/fake-cipher.ts';
import { recordingPorts } from '../../support/recording-ports.ts';

const cipher = fakeCipher();
const START = Date.parse('2026-11-23T12:30:00Z');

/** The record keeper on ports in memory, with customers cust-1 and cust-2; its clock moves at each look. */
const aKeeper = async (change: (store: RecordStore) => RecordStore = (store) => store) => {
  const journal = new InMemoryJournal();
  const customers = new InMemoryCustomerStore();
  for (const customerId of ['cust-1', 'cust-2']) {
    await customers.put(aCustomer({ customerId, consents: [], suppressions: [] }));
  }
  const records = new InMemoryRecordStore({ journal, customers });
  const ports = recordingPorts();
  let clock = START;
  const receive = async (batch: readonly SQSRecord[], crash?: CrashPoint) => {
    const plan = new CrashPlan(crash);
    const handler = createRecordKeeperHandler({
      ...ports,
      records: plan.wrap(change(records)),
      cipher: plan.wrap(cipher),
      queue: plan.wrap({ delete: async () => undefined, returnLater: async () => undefined }),
      dimensions: {},
      groupMs: 0,
      now: () => (clock += 1),
      random: () => 0,
      sleep: async () => undefined,
    });
    const done = handler({ Records: [...batch] }, { getRemainingTimeInMillis: () => 30_000 });
    return { answer: await Promise.race([done, plan.crashed]), calls: plan.calls };
  };
  const factsOf = async ({ commandId }: RecordMessage) => journal.read(commandAggregate(commandId));
  const consentsOf = async (id: string) => (await customers.get([id])).get(id)?.consents ?? [];
  return { journal, customers, records, ports, receive, factsOf, consentsOf };
};

const asRecord = (message: RecordMessage | string, receives = 1, group?: string): SQSRecord => {
  const record = anSqsRecord(message, receives);
  const MessageGroupId = group ?? (typeof message === 'string' ? 'broken' : recordGroupOf(message));
  return { ...record, attributes: { ...record.attributes, MessageGroupId } };
};

describe('createRecordKeeperHandler', () => {
  it.each([
    ['RECORD_PAYMENT', 'payment-recorded', 'PAYMENT_RECORDED', 'payment#pay-1'],
    ['RECORD_CONSENT', 'consent-recorded', 'CONSENT_RECORDED', undefined],
    ['REVOKE_CONSENT', 'consent-revoked', 'CONSENT_REVOKED', undefined],
  ] as const)('commits %s with its fact, and its one event', async (type, told, event, part) => {
    const { receive, factsOf, records, journal, ports } = await aKeeper();
    const message = await aRecordMessage(cipher, type);

    await receive([asRecord(message), asRecord(message)]);

    const facts = await factsOf(message);
    expect(facts.map((fact) => fact.type)).toEqual(
      ['performed', 'committed', told].toSorted(bySequence(facts)),
    );
    expect(facts.flatMap((fact) => eventOfFact(fact)?.event.type ?? [])).toEqual([event]);
    expect(commandStateOf(facts).status).toBe('DELIVERED');
    expect([...records.rows.values()].map((row) => row.part)).toEqual([
      part ?? `consent#${message.commandId}`,
    ]);
    expect(JSON.stringify([journal.all(), ports.lines])).not.toMatch(/CANARY|12\.50/);
    expect(ports.lines.join()).toContain('"RECORDED":1,"DUPLICATE":1');
  });

  it.each([
    ['of nobody that is known', { customerId: 'cust-nobody' }, 'command.customerId'],
    ['of a bad amount', { content: { amount: '-3' } }, 'command.payment.amount'],
    ['of no currency', { content: { currency: 'euro' } }, 'command.payment.currency'],
  ])('refuses a payment %s, once and for all, and names field and rule', async (_, change, path) => {
    const { receive, factsOf, records, customers } = await aKeeper();
    const message = await aRecordMessage(cipher, 'RECORD_PAYMENT', change);

    const { answer } = await receive([asRecord(message)]);
    await customers.put(aCustomer({ customerId: 'cust-nobody' }));
    await receive([asRecord(message)]);

    expect(answer).toEqual({ batchItemFailures: [] });
    const facts = await factsOf(message);
    expect(facts.map(({ type }) => type).sort()).toEqual(['committed', 'failed']);
    expect(facts.find(({ type }) => type === 'failed')?.body).toMatchObject({
      issues: [{ path, rule: expect.stringContaining('must') }],
    });
    expect(commandStateOf(facts).status).toBe('FAILED');
    expect(records.rows.size).toBe(0);
  });

  it('refuses a payment that another command recorded, and one whose content nobody can read', async () => {
    const { receive, factsOf, records } = await aKeeper();
    const [first, again] = [
      await aRecordMessage(cipher, 'RECORD_PAYMENT'),
      await aRecordMessage(cipher, 'RECORD_PAYMENT', { content: { amount: '99' } }),
    ];
    const { sealed } = await aRecordMessage(cipher, 'RECORD_PAYMENT', { customerId: 'cust-2' });
    const unreadable = { ...(await aRecordMessage(cipher, 'RECORD_PAYMENT')), sealed };

    await receive([first, again, unreadable].map((message) => asRecord(message)));

    expect([...records.rows.values()].map(({ personal }) => personal)).toEqual([
      { amount: '12.50', currency: 'EUR' },
    ]);
    for (const message of [again, unreadable]) {
      expect(commandStateOf(await factsOf(message)).status).toBe('FAILED');
    }
  });

  it('sends back what stands behind one that failed, and goes on with other conversations', async () => {
    const bad = await aRecordMessage(cipher, 'RECORD_PAYMENT', { conversationId: 'a' });
    const { receive, factsOf } = await aKeeper((store) => ({
      find: (id) => store.find(id),
      commit: async (commit) => {
        if (commit.claim.aggregate.includes(bad.commandId)) throw new Error('no table');
        return store.commit(commit);
      },
    }));
    const behind = await aRecordMessage(cipher, 'RECORD_CONSENT', { conversationId: 'a' });
    const other = await aRecordMessage(cipher, 'RECORD_CONSENT', { conversationId: 'b' });
    const [first, second, third] = [bad, behind, other].map((message) => asRecord(message));

    const { answer } = await receive([first, second, third] as SQSRecord[]);

    expect(answer).toEqual({
      batchItemFailures: [first, second].map((record) => ({ itemIdentifier: record?.messageId })),
    });
    expect(await factsOf(behind)).toEqual([]);
    expect(await factsOf(other)).toHaveLength(3);
  });

  it('keeps what it cannot read for its dead letters, and works on groups with suspects last', async () => {
    const { receive, factsOf } = await aKeeper();
    const [suspect, fresh] = [
      await aRecordMessage(cipher, 'RECORD_PAYMENT', { conversationId: 'a' }),
      await aRecordMessage(cipher, 'RECORD_CONSENT', { conversationId: 'b' }),
    ];
    const broken = asRecord('{"v":1}');

    const { answer } = await receive([asRecord(suspect, 3), broken, asRecord(fresh)]);

    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: broken.messageId }] });
    const [later, earlier] = [await factsOf(suspect), await factsOf(fresh)];
    expect(later[0]?.at).toBeGreaterThan(earlier[0]?.at ?? Number.POSITIVE_INFINITY);
  });
});

const bySequence = (facts: readonly { readonly type: string }[]) => (a: string, b: string) =>
  facts.findIndex(({ type }) => type === a) - facts.findIndex(({ type }) => type === b);

/** One message that is sent: how often, and which of the two customers and conversations it is about. */
const aSending = fc.record({
  type: fc.constantFrom(...recordCommandTypes),
  customer: fc.constantFrom('cust-1', 'cust-2'),
  conversation: fc.constantFrom('a', 'b', undefined),
  minute: fc.integer({ min: 0, max: 9 }),
  copies: fc.integer({ min: 1, max: 3 }),
});

const aCrash = fc.record({
  call: fc.integer({ min: 0, max: 12 }),
  when: fc.constantFrom('before' as const, 'after' as const),
});

describe('exactly once', () => {
  it('commits one effect of each command, in the order of its conversation, whatever comes twice and wherever it dies', async () => {
    const plan = fc.record({
      sendings: fc.array(aSending, { minLength: 1, maxLength: 8 }),
      crashes: fc.array(fc.option(aCrash), { maxLength: 12 }),
      picks: fc.infiniteStream(fc.integer({ min: 0, max: 1000 })),
    });
    await fc.assert(
      fc.asyncProperty(plan, async ({ sendings, crashes, picks }) => {
        const keeper = await aKeeper();
        const messages = await Promise.all(sendings.map(toMessage));
        const lane = new Map<string, SQSRecord[]>();
        for (const [index, message] of messages.entries()) {
          const group = recordGroupOf(message);
          const copies = Array.from({ length: sendings[index]?.copies ?? 1 }, () => asRecord(message));
          lane.set(group, [...(lane.get(group) ?? []), ...copies]);
        }

        await drain(lane, keeper, crashes, () => picks.next().value ?? 0);

        for (const message of messages) {
          const types = (await keeper.factsOf(message)).map(({ type }) => type);
          expect(types).toHaveLength(3);
          expect(types.filter((type) => type === 'committed' || type === 'performed')).toHaveLength(2);
        }
        expect(keeper.records.rows.size).toBe(messages.length);
        await inOrder(messages, keeper);
        await newestStand(messages, keeper);
      }),
      { numRuns: 300 },
    );
  });

  it('dies at every one of its calls once, before and after, and commits each command once', async () => {
    const message = await aRecordMessage(cipher, 'RECORD_CONSENT');
    const { calls } = await (await aKeeper()).receive([asRecord(message)]);
    expect(calls).toBeGreaterThanOrEqual(3);

    for (let call = 0; call < calls; call += 1) {
      for (const when of ['before', 'after'] as const) {
        const { receive, factsOf, records, consentsOf } = await aKeeper();

        expect((await receive([asRecord(message)], { call, when })).answer).toBe('crashed');
        expect((await receive([asRecord(message)])).answer).toEqual({ batchItemFailures: [] });

        expect(await factsOf(message)).toHaveLength(3);
        expect(records.rows.size).toBe(1);
        expect(await consentsOf('cust-1')).toHaveLength(1);
      }
    }
  });

  it('commits one effect where two functions hold the same message at once', async () => {
    const { receive, factsOf, records, consentsOf } = await aKeeper();
    const message = await aRecordMessage(cipher, 'RECORD_CONSENT');
    const others = await Promise.all([1, 2, 3].map(() => aRecordMessage(cipher, 'RECORD_PAYMENT')));

    await Promise.all([message, message, ...others].map((each) => receive([asRecord(each)])));

    expect(await factsOf(message)).toHaveLength(3);
    expect(records.rows.size).toBe(2);
    expect(await consentsOf('cust-1')).toMatchObject([{ given: true }]);
  });
});

type Sending = typeof aSending extends fc.Arbitrary<infer S> ? S : never;

const toMessage = async ({ type, customer, conversation, minute }: Sending): Promise<RecordMessage> =>
  aRecordMessage(cipher, type, {
    customerId: customer,
    saidAt: new Date(Date.UTC(2026, 10, 23, 12, minute)).toISOString(),
    ...(conversation === undefined ? {} : { conversationId: conversation }),
    ...(type === 'RECORD_PAYMENT' ? { content: { paymentId: `pay-${randomUUID()}` } } : {}),
  });

type Keeper = Awaited<ReturnType<typeof aKeeper>>;

/** A FIFO queue: the front of some groups is received; what is not done comes again, and after a crash all of it. */
const drain = async (
  lane: Map<string, SQSRecord[]>,
  keeper: Keeper,
  crashes: readonly (CrashPoint | null)[],
  pick: () => number,
): Promise<void> => {
  const left = [...crashes];
  for (let turns = 0; [...lane.values()].some((queue) => queue.length > 0); turns += 1) {
    if (turns > 200) throw new Error('the lane never drains');
    const fronts = [...lane.values()].map((queue) => queue.slice(0, (pick() % 4) + 1));
    const batch = fronts.filter(() => pick() % 3 > 0).flat();
    if (batch.length === 0) continue;
    const { answer } = await keeper.receive(batch, left.shift() ?? undefined);
    if (typeof answer === 'string') continue;
    const failed = new Set(answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    const done = new Set(batch.filter(({ messageId }) => !failed.has(messageId)));
    for (const [group, queue] of lane) {
      lane.set(
        group,
        queue.filter((record) => !done.has(record)),
      );
    }
  }
};

/** What was sent first in a group was committed first. */
const inOrder = async (messages: readonly RecordMessage[], { factsOf }: Keeper): Promise<void> => {
  for (const group of Map.groupBy(messages, recordGroupOf).values()) {
    const times = await Promise.all(group.map(async (message) => (await factsOf(message))[0]?.at ?? 0));
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  }
};

/** Of all that was said of a consent, the newest stands. */
const newestStand = async (messages: readonly RecordMessage[], { consentsOf }: Keeper): Promise<void> => {
  for (const customer of ['cust-1', 'cust-2']) {
    const said = messages.filter(
      ({ subject }) => subject.customerId === customer && subject.commandType !== 'RECORD_PAYMENT',
    );
    const newest = said
      .map(({ saidAt }) => saidAt)
      .sort()
      .at(-1);
    const refused = said.some(
      ({ saidAt, subject }) => saidAt === newest && subject.commandType === 'REVOKE_CONSENT',
    );
    expect((await consentsOf(customer)).map(({ at, given }) => ({ at, given }))).toEqual(
      newest === undefined ? [] : [{ at: newest, given: !refused }],
    );
  }
};
