import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readBusEvent } from '../../../shared/client/read-bus-event.ts';
import { createSwitchboardClient } from '../../../shared/client/switchboard-client.ts';
import { InMemoryJournal } from '../../../shared/journal/adapters/in-memory-journal.ts';
import { commandAggregate } from '../../../shared/journal/command-facts.ts';
import type { LaneEntry, SendOutcome } from '../../../shared/lanes/lane-sender.ts';
import { aSendEmailCommand } from '../../support/a-send-email-command.ts';
import { badCommands } from '../../support/bad-commands.ts';
import { frontDoorPorts } from '../../support/front-door.ts';

const JWE = /^[\w-]+\.\.[\w-]+\.[\w-]+\.[\w-]+$/;
const NOW = Date.parse('2026-11-23T12:00:00Z');

const aClient = (
  send: (entry: LaneEntry) => SendOutcome = () => ({ sent: true }),
  now: () => number = () => NOW,
) => {
  const journal = new InMemoryJournal();
  const entries: LaneEntry[] = [];
  const lanes = {
    send: async (given: readonly LaneEntry[]) => {
      entries.push(...given);
      return given.map(send);
    },
  };
  const client = createSwitchboardClient({ ...frontDoorPorts(journal, now), lanes });
  const submit = async (...messages: unknown[]) =>
    client.submit(messages.map((message) => ({ intakeId: randomUUID(), message })));
  return { client, journal, entries, submit };
};

/** Rules that only the agent can check: it has the templates, and one day the customers. */
const AGENT_RULES = /templateId$|customerData(\.email)?$/;

describe('createSwitchboardClient', () => {
  it('stamps a command, tells the journal, and puts it into the lane of its tier, its personal fields encrypted', async () => {
    const { submit, journal, entries } = aClient();
    const command = aSendEmailCommand({ priority: 'CRITICAL' });

    const [result] = await submit(command);

    expect(result).toEqual({
      status: 'ACCEPTED',
      commandId: command.messageId,
      agentType: 'email',
      tier: 'CRITICAL',
      identity: 'email-agent-001',
    });
    expect(entries).toMatchObject([
      {
        tier: 'CRITICAL',
        delaySeconds: 0,
        groupId: 'camp-123',
        message: {
          acceptedAt: NOW,
          dueAt: NOW,
          message: {
            ...command,
            command: {
              ...command.command,
              context: {
                customerData: expect.stringMatching(JWE),
                conversationHistory: expect.stringMatching(JWE),
                escalationLevel: 1,
              },
            },
          },
        },
      },
    ]);
    expect(JSON.stringify(entries)).not.toContain('Lovelace');
    expect(await journal.read(commandAggregate(command.messageId))).toMatchObject([
      { type: 'accepted', body: { schedule: 'NONE', deadlineAt: NOW + 1000 } },
    ]);
  });

  it('lets a contact take the times of its way along into its lane', async () => {
    const { client, entries } = aClient();
    const [putAt, queuedAt] = [NOW - 900, NOW - 300];

    await client.submit([{ intakeId: 'a', message: aSendEmailCommand(), putAt, queuedAt }]);

    expect(entries).toMatchObject([{ message: { acceptedAt: NOW, putAt, queuedAt } }]);
  });

  it('has the fact before the message is in its lane', async () => {
    const known: number[] = [];
    const { submit, journal } = aClient(() => {
      known.push(journal.all().length);
      return { sent: true };
    });

    await submit(aSendEmailCommand());

    expect(known).toEqual([1]);
  });

  it('sends at once what was scheduled for the past, and a fact says so', async () => {
    const { submit, journal, entries } = aClient();
    const command = aSendEmailCommand({ scheduledFor: '2024-01-15T11:00:00Z' });

    await submit(command);

    expect(entries).toMatchObject([{ delaySeconds: 0, message: { dueAt: NOW } }]);
    expect(await journal.read(commandAggregate(command.messageId))).toMatchObject([
      { body: { schedule: 'PAST_SENT_AT_ONCE' } },
    ]);
  });

  it('holds back what is due within two minutes and counts the deadline from then', async () => {
    const { submit, journal, entries } = aClient();
    const command = aSendEmailCommand({ scheduledFor: '2026-11-23T12:02:00Z' });

    await submit(command);

    expect(entries).toMatchObject([{ delaySeconds: 120, message: { dueAt: NOW + 120_000 } }]);
    expect(await journal.read(commandAggregate(command.messageId))).toMatchObject([
      { body: { deadlineAt: NOW + 125_000 } },
    ]);
  });

  it('lets a pool choose one identity for all commands of a customer', async () => {
    const { submit } = aClient();
    const commands = Array.from({ length: 50 }, (_, at) =>
      aSendEmailCommand({ target: 'email-agent', customerId: `cust-${at % 10}` }),
    );

    const results = await submit(...commands);

    const identities = results.map((result) => (result.status === 'ACCEPTED' ? result.identity : ''));
    expect(identities.slice(0, 10)).toEqual(identities.slice(10, 20));
    expect(new Set(identities)).toEqual(new Set(['email-agent-001', 'email-agent-002']));
  });

  it('returns what its lane did not take, and takes it again', async () => {
    const { submit } = aClient(() => ({ sent: false, cause: 'InternalError' }));
    const command = aSendEmailCommand();

    const results = [await submit(command), await submit(command)].flat();

    expect(results).toEqual(
      Array(2).fill({ status: 'FAILED', commandId: command.messageId, cause: 'InternalError' }),
    );
  });

  for (const { name, path, document } of badCommands().filter(({ path }) => !AGENT_RULES.test(path))) {
    it(`rejects ${name} by naming ${path || 'the document'}`, async () => {
      const { submit, journal, entries } = aClient();

      const [result] = await submit(JSON.parse(JSON.stringify(document)), aSendEmailCommand());

      expect(result).toMatchObject({ status: 'REJECTED' });
      expect(result?.status === 'REJECTED' ? result.issues.map((issue) => issue.path) : []).toContain(path);
      expect(journal.all().filter(({ type }) => type === 'rejected')).toHaveLength(1);
      expect(entries).toHaveLength(1);
    });
  }

  it('rejects a second document of an id without touching the command that has it', async () => {
    const { submit, journal } = aClient();
    const command = aSendEmailCommand();
    await submit(command);

    await submit({ ...command, target: 'fax-agent' });

    const facts = await journal.read(commandAggregate(command.messageId));
    expect(facts.map(({ type }) => type)).toEqual(['accepted', 'rejected']);
  });
});

describe('readBusEvent', () => {
  const busEvent = (change: object = {}) =>
    JSON.stringify({
      id: 'event-1',
      'detail-type': 'COMMAND',
      source: 'agent-coordinator',
      detail: aSendEmailCommand(),
      ...change,
    });

  it("takes the document out of the bus's event", () => {
    expect(readBusEvent(busEvent({ detail: { a: 1 } }), 'queue-1')).toEqual({
      messageType: 'COMMAND',
      intakeId: 'event-1',
      message: { a: 1 },
      issues: undefined,
    });
  });

  it('keeps when the bus took it and when it came into the lane', () => {
    const { putAt, queuedAt } = readBusEvent(busEvent({ time: '2024-01-15T12:00:00Z' }), 'queue-1', 42);

    expect([putAt, queuedAt]).toEqual([Date.parse('2024-01-15T12:00:00Z'), 42]);
    expect(readBusEvent(busEvent({ time: 'soon' }), 'queue-1', 42)).not.toHaveProperty('putAt');
  });

  for (const [name, body, path] of [
    ['text that is no JSON', 'hello', 'body'],
    ['JSON that is no event', '[]', ''],
    ['an event without a detail', busEvent({ detail: undefined }), 'detail'],
    ['a message type that does not exist', busEvent({ 'detail-type': 'REQUEST' }), 'detail-type'],
    ['a document that claims another source', busEvent({ source: 'somebody-else' }), 'source'],
  ] as const) {
    it(`finds ${name}`, () => {
      expect(readBusEvent(body, 'queue-1').issues?.map((issue) => issue.path)).toEqual([path]);
    });
  }
});

describe('a messageId that comes again', () => {
  it('goes into its lane again with the same document', async () => {
    const { submit, journal, entries } = aClient();
    const command = aSendEmailCommand();

    await submit(command);
    expect(await submit({ ...command, timestamp: '2026-11-23T11:59:59Z' })).toMatchObject([
      { status: 'ACCEPTED' },
    ]);

    expect(entries).toHaveLength(2);
    expect(journal.all().map(({ type }) => type)).toEqual(['accepted']);
  });

  it('keeps its first deadline', async () => {
    let now = NOW;
    const { submit, entries } = aClient(undefined, () => now);
    const command = aSendEmailCommand();

    await submit(command);
    now += 60_000;
    await submit(command);

    const [first, second] = entries.map(({ message: { acceptedAt, dueAt, deadlineAt } }) => ({
      acceptedAt,
      dueAt,
      deadlineAt,
    }));
    expect(second).toEqual(first);
  });

  it('is rejected with another document, by an issue that names both, and leaves the first as it was', async () => {
    const { submit, journal, entries } = aClient();
    const command = aSendEmailCommand();
    const other = { ...command, command: { ...command.command, templateId: 'other' } };
    await submit(command);
    const before = await journal.read(commandAggregate(command.messageId));

    const results = await submit(other, aSendEmailCommand());

    const rule = expect.stringMatching(
      new RegExp(
        `^${command.messageId} names another command already: [\\w-]{8} of ${NOW_TEXT}, not [\\w-]{8} of ${NOW_TEXT}$`,
      ),
    );
    expect(results).toMatchObject([
      { status: 'REJECTED', commandId: command.messageId, issues: [{ path: 'messageId', rule }] },
      { status: 'ACCEPTED' },
    ]);
    expect(entries).toHaveLength(2);
    expect(await journal.read(commandAggregate(command.messageId))).toEqual(before);
    expect(journal.all().filter(({ type }) => type === 'rejected')).toMatchObject([
      { body: { issues: [{ rule }] } },
    ]);
  });

  it('is rejected also where both come at once', async () => {
    const { submit, entries } = aClient();
    const command = aSendEmailCommand();

    const results = await submit(command, {
      ...command,
      command: { ...command.command, templateId: 'other' },
    });

    expect(results.map(({ status }) => status)).toEqual(['ACCEPTED', 'REJECTED']);
    expect(entries).toHaveLength(1);
  });
});

const NOW_TEXT = new Date(NOW).toISOString().replaceAll('.', '\\.');
