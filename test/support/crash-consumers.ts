import { randomUUID } from 'node:crypto';
import type { LambdaFunctionURLEvent } from 'aws-lambda';
import { expect } from 'vitest';
import { unknownAgeSeconds } from '../../config/lanes.ts';
import { memberCommandId } from '../../shared/batches/member-id.ts';
import { createSwitchboardClient } from '../../shared/client/switchboard-client.ts';
import { InMemoryConversationStore } from '../../shared/conversations/adapters/in-memory-conversation-store.ts';
import { createConversationWriter } from '../../shared/conversations/conversation-writer.ts';
import { InMemoryCustomerStore } from '../../shared/customers/adapters/in-memory-customer-store.ts';
import { InMemoryDueClaims } from '../../shared/journal/adapters/in-memory-due-claims.ts';
import { InMemoryJournal } from '../../shared/journal/adapters/in-memory-journal.ts';
import { batchAggregate, commandAggregate, fact } from '../../shared/journal/command-facts.ts';
import { commandStateOf } from '../../shared/journal/command-state.ts';
import type { Fact } from '../../shared/journal/fact.ts';
import type { LaneEntry } from '../../shared/lanes/lane-sender.ts';
import { commandExample } from '../../shared/messages/catalog/command-examples.ts';
import type { Event } from '../../shared/messages/event.ts';
import { createNewsReader } from '../../shared/receipts/read-receipt.ts';
import { InMemoryToldMarks } from '../../shared/reconciliation/adapters/in-memory-told-marks.ts';
import { InMemoryCommandIndex } from '../../shared/reports/adapters/in-memory-command-index.ts';
import { createCoordinatorHandler } from '../../shared/runtime/create-coordinator-handler.ts';
import { createInboundMailHandler } from '../../shared/runtime/create-inbound-mail-handler.ts';
import { createReceiptsHandler } from '../../shared/runtime/create-receipts-handler.ts';
import { createRelayHandler } from '../../shared/runtime/create-relay-handler.ts';
import { createSweepHandler } from '../../shared/runtime/create-sweep-handler.ts';
import { createUnsubscribeHandler } from '../../shared/runtime/create-unsubscribe-handler.ts';
import { InMemoryControlStore } from '../../shared/state/adapters/in-memory-control-store.ts';
import { InMemoryTaskIndex } from '../../shared/tasks/adapters/in-memory-task-index.ts';
import { unsubscribeUrlOf } from '../../shared/unsubscribe/unsubscribe-link.ts';
import { aContextUpdate } from './a-context-update.ts';
import { aMail } from './a-mail.ts';
import { anSmsReply, aSesBounce, aSesReceipt, receiptSources } from './a-receipt.ts';
import { aCustomer } from './a-recipient.ts';
import { aSendEmailCommand } from './a-send-email-command.ts';
import type { CrashCase } from './crash-everywhere.ts';
import { timerSweep } from './crash-timers.ts';
import { fakeCipher } from './fake-cipher.ts';
import { frontDoorPorts } from './front-door.ts';
import { itemOf } from './item-of.ts';
import { queueDeps, queueWorld } from './queue-world.ts';
import { recordingPorts } from './recording-ports.ts';
import { testSigner } from './test-signer.ts';

const START = 1_700_000_000_000;
const subject = {
  agentType: 'email',
  identity: 'email-agent-001',
  commandType: 'SEND_EMAIL',
  customerId: 'cust-456',
};
const signer = testSigner();

const onBus = (detail: {
  readonly messageId: string;
  readonly messageType: string;
  readonly source: string;
}) => ({
  id: `event-${detail.messageId}`,
  'detail-type': detail.messageType,
  source: detail.source,
  detail,
});

const coordinator =
  (kind: 'contact' | 'task' | 'context update'): CrashCase =>
  async () => {
    const clock = { now: START };
    const journal = new InMemoryJournal();
    const conversations = new InMemoryConversationStore();
    const sent: LaneEntry[] = [];
    const task = {
      ...commandExample('UPDATE_CONVERSATION_HISTORY'),
      messageId: randomUUID(),
    };
    const messages = {
      contact: [aSendEmailCommand(), aSendEmailCommand()],
      task: [task],
      'context update': [aContextUpdate('cust-456')],
    }[kind];
    const lanes = {
      send: async (entries: readonly LaneEntry[]) => {
        sent.push(...entries);
        return entries.map(() => ({ sent: true }) as const);
      },
    };
    return queueWorld(
      messages.map(onBus),
      clock,
      (plan, queue) => {
        const now = () => clock.now;
        const wrapped = plan.wrap(journal);
        const ports = {
          ...frontDoorPorts(wrapped, now),
          cipher: plan.wrap(fakeCipher()),
          signer: plan.wrap(signer),
          conversations: createConversationWriter({
            conversations: plan.wrap(conversations),
            journal: wrapped,
            now,
          }),
        };
        const client = createSwitchboardClient({ ...ports, lanes: plan.wrap(lanes) });
        return createCoordinatorHandler({ ...queueDeps(queue), ...ports, client });
      },
      async () => {
        const types = new Set(journal.all().map(({ type }) => type));
        const ids = new Set(sent.map(({ message }) => message.message.messageId));
        // At least once into its lane, with its fact before it; or done once.
        if (kind === 'contact') expect([ids.size, types]).toEqual([2, new Set(['accepted'])]);
        if (kind === 'task') expect([...types]).toEqual(expect.arrayContaining(['accepted', 'performed']));
        if (kind !== 'contact')
          expect(journal.all().filter(({ type }) => type === 'context-updated')).toHaveLength(1);
        expect(types).not.toContain('rejected');
      },
    );
  };

const claimOf = (commandId: string, deadlineAt: number): Fact =>
  fact('claimed', commandAggregate(commandId), START, { ...subject, attempt: 1, owner: 'gone', deadlineAt });

/** A customer, and a command of which nobody knows. */
const someContact = async () => {
  const due = new InMemoryDueClaims();
  const journal = new InMemoryJournal(due);
  const customers = new InMemoryCustomerStore();
  await customers.put(aCustomer());
  const commandId = randomUUID();
  await journal.insert([claimOf(commandId, START)]);
  const status = async () => commandStateOf(await journal.read(commandAggregate(commandId))).status;
  const bans = async () => (await customers.get(['cust-456'])).get('cust-456')?.suppressions ?? [];
  const count = (type: Fact['type']) => journal.all().filter((each) => each.type === type).length;
  return { due, journal, customers, commandId, status, bans, count };
};

const receipts =
  (kind: 'delivery' | 'hard bounce' | 'opt-out by SMS'): CrashCase =>
  async () => {
    const clock = { now: START };
    const { journal, customers, commandId, status, bans, count } = await someContact();
    const body = {
      delivery: aSesReceipt(commandId, 'Delivery'),
      'hard bounce': aSesBounce(commandId),
      'opt-out by SMS': anSmsReply('STOP'),
    }[kind];
    return queueWorld(
      [body],
      clock,
      (plan, queue) =>
        createReceiptsHandler({
          ...queueDeps(queue),
          now: () => clock.now,
          readNews: createNewsReader(receiptSources),
          journal: plan.wrap(journal),
          customers: plan.wrap(customers),
          cipher: plan.wrap(fakeCipher()),
        }),
      async () => {
        const expected = { delivery: 'DELIVERED', 'hard bounce': 'FAILED', 'opt-out by SMS': 'IN_PROGRESS' }[
          kind
        ];
        expect(await status()).toBe(expected);
        expect(await bans()).toHaveLength(kind === 'delivery' ? 0 : 1);
        expect(count('suppressing')).toBe(kind === 'delivery' ? 0 : 1);
        expect(count('responded')).toBe(kind === 'opt-out by SMS' ? 1 : 0);
      },
    );
  };

const inboundMail =
  (text: string, banned: number): CrashCase =>
  async () => {
    const clock = { now: START };
    const { journal, customers, bans, count } = await someContact();
    const notice = { Records: [{ eventSource: 'aws:s3', s3: { object: { key: 'm1' } } }] };
    const raw = Buffer.from(aMail(text));
    return queueWorld(
      [notice],
      clock,
      (plan, queue) =>
        createInboundMailHandler({
          ...queueDeps(queue),
          now: () => clock.now,
          senders: new Set(['notices@switchboard.example']),
          journal: plan.wrap(journal),
          customers: plan.wrap(customers),
          cipher: plan.wrap(fakeCipher()),
          signer: plan.wrap(signer),
          mails: plan.wrap({ read: async () => ({ kind: 'mail', raw }) as const }),
        }),
      async () => {
        expect(count('responded')).toBe(1);
        expect([await bans(), count('suppressing')]).toEqual([
          expect.objectContaining({ length: banned }),
          banned,
        ]);
      },
    );
  };

/** Whoever got no answer asks again. */
const unsubscribe: CrashCase = async () => {
  const { journal, customers, commandId, bans, count } = await someContact();
  const rawPath = await unsubscribeUrlOf({ customerId: 'cust-456', commandId }, '/', signer);
  const event = {
    rawPath,
    body: 'List-Unsubscribe=One-Click',
    isBase64Encoded: false,
    requestContext: { http: { method: 'POST' } },
  } as LambdaFunctionURLEvent;
  return {
    invoke: async (plan) => {
      const handler = createUnsubscribeHandler({
        ...recordingPorts(),
        dimensions: {},
        now: () => START,
        journal: plan.wrap(journal),
        customers: plan.wrap(customers),
        signer: plan.wrap(signer),
      });
      const answer = await handler(event);
      return typeof answer === 'object' && answer.statusCode === 200;
    },
    check: async () => expect([(await bans()).length, count('suppressing')]).toEqual([1, 1]),
  };
};

/** The stream comes again from the first record that was not told. */
const relay: CrashCase = async () => {
  const told: Event[] = [];
  const index = new InMemoryCommandIndex();
  const journal = new InMemoryJournal();
  const batchId = 'batch-1';
  await journal.insert([
    fact('batch-accepted', batchAggregate(batchId), START, {
      source: 'crm',
      members: 3,
      target: 'email-agent',
      tier: 'LOW',
      fingerprint: '',
    }),
  ]);
  const facts = [0, 1, 2].map((batchMember) =>
    fact('expired', commandAggregate(memberCommandId(batchId, batchMember)), START, {
      ...subject,
      batchId,
      batchMember,
      cause: 'TOO_OLD',
    }),
  );
  const publish = async (events: readonly Event[]) => {
    told.push(...events);
    return events.map(() => true);
  };
  return {
    invoke: async (plan) => {
      const handler = createRelayHandler({
        ...recordingPorts(),
        dimensions: {},
        publisher: plan.wrap({ publish }),
        journal: plan.wrap(journal),
        marks: plan.wrap(new InMemoryToldMarks()),
        index: plan.wrap(index),
      });
      const Records = facts.map((each, at) => ({
        dynamodb: { NewImage: itemOf(each), SequenceNumber: `${at}` },
      }));
      return (await handler({ Records })).batchItemFailures.length === 0;
    },
    check: async () => {
      expect(new Set(told.map(({ messageId }) => messageId)).size).toBe(3);
      expect(journal.all().filter(({ type }) => type === 'batch-completed')).toMatchObject([
        { body: { outcomes: { EXPIRED: 3 } } },
      ]);
    },
  };
};

/** Two owners that died, one of a command that was sent meanwhile; and a command that is UNKNOWN for a week. */
const sweep: CrashCase = async () => {
  const { due, journal, commandId, status, count } = await someContact();
  const [sent, old] = [randomUUID() as string, randomUUID() as string];
  const now = START + 7 * 86_400_000;
  const claims = [commandId, sent].map((id) => ({ aggregate: commandAggregate(id), attempt: 1 }));
  await journal.insert(
    [
      claimOf(sent, START),
      fact('sent', commandAggregate(sent), START, {
        ...subject,
        attempt: 1,
        providerMessageId: 'm',
        startedAt: START,
      }),
      claimOf(old, START),
      fact('unknown', commandAggregate(old), START, { ...subject, attempt: 1, cause: 'TimeoutError' }),
    ],
    {
      kind: 'open',
      due: claims.map((claim) => ({ id: claim.aggregate, deadlineAt: START, claims: [claim] })),
    },
  );
  const controls = new InMemoryControlStore();
  return {
    invoke: async (plan) => {
      const handler = createSweepHandler({
        ...recordingPorts(),
        stage: 'test',
        dimensions: {},
        ageSeconds: unknownAgeSeconds,
        now: () => now,
        journal: plan.wrap(journal),
        due: plan.wrap(due),
        controls: plan.wrap(controls),
        tasks: plan.wrap(new InMemoryTaskIndex()),
      });
      await handler({}, { getRemainingTimeInMillis: () => 60_000 });
      return true;
    },
    check: async () => {
      expect([await status(), due.all(), count('unknown'), count('parked')]).toEqual(['UNKNOWN', [], 2, 1]);
      expect(commandStateOf(await journal.read(commandAggregate(old))).status).toBe('PARKED');
    },
  };
};

/** Every consumer that contacts nobody. */
export const crashingConsumers = {
  coordinator: {
    'commands to agents': coordinator('contact'),
    'a command to itself': coordinator('task'),
    'a context update': coordinator('context update'),
  },
  'provider-receipts': {
    'a delivery': receipts('delivery'),
    'a hard bounce': receipts('hard bounce'),
    'an opt-out by SMS': receipts('opt-out by SMS'),
  },
  'inbound-mail': { 'an answer': inboundMail('Yes please.', 0), 'an opt-out': inboundMail('Stop!', 1) },
  unsubscribe: { 'a click': unsubscribe },
  'event-relay': { 'three facts': relay },
  'claim-sweep': { 'what others left': sweep },
  'timer-sweep': { 'more than a page': timerSweep },
} as const satisfies Record<string, Readonly<Record<string, CrashCase>>>;
