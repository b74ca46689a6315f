import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { encryptPlainFields } from '../../../shared/client/plain-fields.ts';
import { createSwitchboardClient } from '../../../shared/client/switchboard-client.ts';
import { InMemoryConversationStore } from '../../../shared/conversations/adapters/in-memory-conversation-store.ts';
import { createConversationWriter } from '../../../shared/conversations/conversation-writer.ts';
import { InMemoryJournal } from '../../../shared/journal/adapters/in-memory-journal.ts';
import { commandAggregate } from '../../../shared/journal/command-facts.ts';
import { commandStateOf } from '../../../shared/journal/command-state.ts';
import type { LaneEntry } from '../../../shared/lanes/lane-sender.ts';
import { commandExample } from '../../../shared/messages/catalog/command-examples.ts';
import { commandTypeTable, typesWhere } from '../../../shared/messages/message-types.ts';
import type { PersonalCipher } from '../../../shared/security/personal-cipher.ts';
import { aSendEmailCommand } from '../../support/a-send-email-command.ts';
import { fakeCipher } from '../../support/fake-cipher.ts';
import { frontDoorPorts } from '../../support/front-door.ts';

const NOW = Date.parse('2026-11-23T12:00:00Z');
const CANARY = 'CANARY';

const aFrontDoor = (change: { allowPlainContext?: boolean; cipher?: PersonalCipher } = {}) => {
  const journal = new InMemoryJournal();
  const conversationStore = new InMemoryConversationStore();
  const entries: LaneEntry[] = [];
  const client = createSwitchboardClient({
    ...frontDoorPorts(journal, () => NOW),
    conversations: createConversationWriter({ conversations: conversationStore, journal, now: () => NOW }),
    ...change,
    lanes: {
      send: async (given) => {
        entries.push(...given);
        return given.map(() => ({ sent: true }));
      },
    },
  });
  const submit = async (...messages: unknown[]) =>
    client.submit(messages.map((message) => ({ intakeId: randomUUID(), message })));
  const factsOf = async (messageId: string) => journal.read(commandAggregate(messageId));
  return { journal, conversationStore, entries, submit, factsOf };
};

const aHistoryCommand = (...entries: readonly unknown[]) => ({
  ...commandExample('UPDATE_CONVERSATION_HISTORY'),
  messageId: randomUUID(),
  command: {
    type: 'UPDATE_CONVERSATION_HISTORY',
    customerId: 'cust-456',
    context: { conversationHistory: entries },
  },
});

const withHops = (message: object, hops: number) => ({ ...message, correlation: { hops } });

describe('UPDATE_CONVERSATION_HISTORY at the front door', () => {
  it('is performed, and its facts tell it without a word of what was said', async () => {
    const { submit, factsOf, conversationStore, entries, journal } = aFrontDoor();
    const command = aHistoryCommand({ summary: CANARY });

    const results = await submit(command);

    expect(results).toEqual([{ status: 'PERFORMED', commandId: command.messageId, tier: 'MEDIUM' }]);
    expect(commandStateOf(await factsOf(command.messageId)).status).toBe('DELIVERED');
    expect((await conversationStore.get('cust-456'))?.history).toMatchObject([{ summary: CANARY }]);
    expect(entries).toEqual([]);
    expect(JSON.stringify(journal.all())).not.toContain(CANARY);
  });

  it('has its effect once, however often it comes', async () => {
    const { submit, journal, conversationStore } = aFrontDoor();
    const command = aHistoryCommand({ summary: 'hello' }, { summary: 'good bye' });

    await submit(command, command);
    const before = { facts: journal.all().length, conversation: await conversationStore.get('cust-456') };
    await submit(command);

    expect(before.conversation?.history).toHaveLength(2);
    expect(await conversationStore.get('cust-456')).toEqual(before.conversation);
    expect(journal.all()).toHaveLength(before.facts);
  });

  it('does not contend with its batch mates of the same customer', async () => {
    const { submit, conversationStore } = aFrontDoor();
    const commands = Array.from({ length: 30 }, (_, at) => aHistoryCommand({ summary: `said ${at}` }));

    const results = await submit(...commands);

    expect(new Set(results.map(({ status }) => status))).toEqual(new Set(['PERFORMED']));
    expect((await conversationStore.get('cust-456'))?.history).toHaveLength(30);
  });

  it('reads an encrypted history of its customer, and fails on one of another customer', async () => {
    const { submit, factsOf, conversationStore } = aFrontDoor({ allowPlainContext: false });
    const encryptedFor = async (customerId: string) => {
      const history = await fakeCipher().encrypt(customerId, [{ summary: 'hello' }]);
      const command = aHistoryCommand();
      return { ...command, command: { ...command.command, context: { conversationHistory: history } } };
    };
    const [own, foreign] = [await encryptedFor('cust-456'), await encryptedFor('cust-457')];

    const results = await submit(own, foreign);

    expect(results).toMatchObject([
      { status: 'PERFORMED' },
      { status: 'REJECTED', issues: [{ path: 'command.context.conversationHistory' }] },
    ]);
    expect(commandStateOf(await factsOf(foreign.messageId)).status).toBe('FAILED');
    expect((await conversationStore.get('cust-456'))?.history).toHaveLength(1);
  });
});

describe('a command that nobody serves yet', () => {
  for (const type of typesWhere(commandTypeTable, ({ servedBy }) => servedBy === 'not yet')) {
    it(`is rejected with a fact that says so: ${type}`, async () => {
      const { submit, factsOf, entries } = aFrontDoor();
      const command = { ...commandExample(type), messageId: randomUUID() };

      const results = await submit(command);

      const issues = [{ path: 'command.type', rule: 'is not served yet' }];
      expect(results).toEqual([{ status: 'REJECTED', commandId: command.messageId, issues }]);
      expect(await factsOf(command.messageId)).toMatchObject([{ type: 'rejected', body: { issues } }]);
      expect(entries).toEqual([]);
    });
  }
});

describe('personal data at the front door', () => {
  const personal = () => {
    const command = aSendEmailCommand({ email: `${CANARY}@example.com` });
    const context = { ...command.command.context, conversationHistory: [{ said: CANARY }] };
    return { ...command, command: { ...command.command, context } };
  };

  it('is encrypted before it goes into a lane, and can be read by its key', async () => {
    const { submit, entries, journal } = aFrontDoor();

    await submit(personal());

    const [entry] = entries;
    const { customerData, conversationHistory } = entry?.message.message.command.context ?? {};
    expect(JSON.stringify(entries)).not.toContain(CANARY);
    expect(JSON.stringify(journal.all())).not.toContain(CANARY);
    expect(await fakeCipher().decrypt('cust-456', String(customerData))).toMatchObject({
      email: `${CANARY}@example.com`,
    });
    expect(await fakeCipher().decrypt('cust-456', String(conversationHistory))).toEqual([{ said: CANARY }]);
  });

  it('is rejected in the clear where the stage takes none, and the fact does not repeat it', async () => {
    const { submit, entries, journal } = aFrontDoor({ allowPlainContext: false });

    const results = await submit(personal());

    expect(results).toMatchObject([
      { status: 'REJECTED', issues: [{ path: 'command.context.customerData' }] },
    ]);
    expect(entries).toEqual([]);
    expect(JSON.stringify(journal.all())).not.toContain(CANARY);
  });

  it('goes nowhere when it cannot be encrypted, and others do', async () => {
    const broken: PersonalCipher = {
      ...fakeCipher(),
      encrypt: async () => {
        throw new Error(`no key for ${CANARY}`);
      },
    };
    const { submit, entries, journal } = aFrontDoor({ cipher: broken });
    const bare = aSendEmailCommand();
    const { context: _, ...rest } = bare.command;
    const withoutContext = { ...bare, command: rest };

    const results = await submit(personal(), withoutContext);

    expect(results).toMatchObject([{ status: 'FAILED', cause: 'NOT_ENCRYPTED' }, { status: 'ACCEPTED' }]);
    expect(entries.map(({ message }) => message.message.messageId)).toEqual([withoutContext.messageId]);
    expect(JSON.stringify([results, journal.all()])).not.toContain(CANARY);
  });

  it('stays as it is where it is encrypted already', async () => {
    const customerData = await fakeCipher().encrypt('cust-456', { email: 'ada@example.com' });
    const command = aSendEmailCommand();
    const encrypted = { ...command, command: { ...command.command, context: { customerData } } };

    expect(await encryptPlainFields(encrypted, 'cust-456', fakeCipher())).toBe(encrypted);
  });
});

describe('a command that many messages led to', () => {
  it('ends PARKED over 16 hops, before any lane, and says why', async () => {
    const { submit, entries, factsOf } = aFrontDoor();
    const [last, looping] = [withHops(aSendEmailCommand(), 16), withHops(aSendEmailCommand(), 17)];
    const { messageId } = Object(looping) as { messageId: string };

    const results = await submit(last, looping);

    expect(results).toMatchObject([{ status: 'ACCEPTED' }, { status: 'PARKED', cause: 'TOO_MANY_HOPS' }]);
    expect(entries).toHaveLength(1);
    expect(commandStateOf(await factsOf(messageId))).toMatchObject({ status: 'PARKED', attempts: 0 });
  });

  it('ends PARKED as a task of the coordinator, without its effect', async () => {
    const { submit, conversationStore } = aFrontDoor();

    const results = await submit(withHops(aHistoryCommand({ summary: 'hello' }), 17));

    expect(results).toMatchObject([{ status: 'PARKED' }]);
    expect(await conversationStore.get('cust-456')).toBeUndefined();
  });
});
