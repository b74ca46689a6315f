import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memberCommandId } from '../../../shared/batches/member-id.ts';
import { readBusEvent } from '../../../shared/client/read-bus-event.ts';
import { createSwitchboardClient } from '../../../shared/client/switchboard-client.ts';
import { InMemoryJournal } from '../../../shared/journal/adapters/in-memory-journal.ts';
import { batchAggregate, commandAggregate } from '../../../shared/journal/command-facts.ts';
import type { LaneEntry } from '../../../shared/lanes/lane-sender.ts';
import { specifiedDocuments } from '../../../shared/messages/catalog/specified-documents.ts';
import { eventOfFact } from '../../../shared/relay/event-of-fact.ts';
import { aBatch } from '../../support/a-batch.ts';
import { aSendEmailCommand } from '../../support/a-send-email-command.ts';
import { aCanary } from '../../support/canary.ts';
import { frontDoorPorts } from '../../support/front-door.ts';

const NOW = Date.parse('2026-11-23T12:00:00Z');

const aFrontDoor = () => {
  const journal = new InMemoryJournal();
  const entries: LaneEntry[] = [];
  const lanes = {
    send: async (given: readonly LaneEntry[]) => {
      entries.push(...given);
      return given.map(() => ({ sent: true as const }));
    },
  };
  const client = createSwitchboardClient({ ...frontDoorPorts(journal, () => NOW), lanes });
  const submit = (...messages: unknown[]) =>
    client.submit(messages.map((message, at) => ({ intakeId: `intake-${at}`, message })));
  return { journal, entries, submit };
};

const issuesOf = async (document: unknown) => {
  const { submit, entries } = aFrontDoor();
  const [result] = await submit(document);
  expect(entries).toEqual([]);
  return result?.status === 'REJECTED' ? result.issues : [];
};

const withMember = (index: number, member: unknown) => {
  const batch = aBatch(3);
  const messages = batch.batchMessage.messages.with(index, member);
  return { ...batch, batchMessage: { ...batch.batchMessage, messages } };
};

describe('a batch at the front door', () => {
  it('becomes single commands, whose ids follow from the batch and their places in it', async () => {
    const { submit, entries, journal } = aFrontDoor();
    const batch = aBatch(50);
    const { batchId } = batch.batchMessage;

    const [result] = await submit(batch);

    const ids = Array.from({ length: 50 }, (_, member) => memberCommandId(batchId, member));
    expect(new Set(ids).size).toBe(50);
    expect(result).toMatchObject({
      status: 'EXPANDED',
      batchId,
      members: ids.map((commandId) => ({ status: 'ACCEPTED', commandId, tier: 'MEDIUM' })),
    });
    expect(entries.map(({ message }) => message.message.messageId)).toEqual(ids);
    expect(entries[7]).toMatchObject({
      tier: 'MEDIUM',
      groupId: 'camp-123',
      message: {
        message: {
          source: 'campaign-service',
          target: 'email-agent',
          correlation: { batchId, batchMember: 7, hops: 1 },
          command: { type: 'SEND_EMAIL', customerId: 'cust-7', templateId: 'templ-789' },
        },
      },
    });
    expect(await journal.read(batchAggregate(batchId))).toMatchObject([
      { type: 'batch-accepted', body: { members: 50, tier: 'MEDIUM', campaignId: 'camp-123' } },
    ]);
  });

  it.each<[string, unknown, string, string]>([
    [
      'a count that is not that of its members',
      aBatch(2, { batch: { messageCount: 3 } }),
      'batchMessage.messageCount',
      'must be the number of messages',
    ],
    ['more than 50 members', aBatch(51), 'batchMessage.messageCount', 'Too big: expected number to be <=50'],
    [
      'a customer twice',
      aBatch(3, { customerOf: (at) => `cust-${at % 2}` }),
      'batchMessage.messages.2.customerId',
      'must be another customer than that of messages.0',
    ],
    [
      'no target',
      aBatch(2, { batch: { target: undefined } }),
      'batchMessage.target',
      'Invalid input: expected string, received undefined',
    ],
    [
      'a target that nobody is',
      aBatch(2, { batch: { target: 'fax-agent' } }),
      'batchMessage.target',
      'names no agent of this deployment (config/agents.ts)',
    ],
    [
      'a priority that is none',
      aBatch(2, { batch: { priority: 'URGENT' } }),
      'batchMessage.priority',
      'Invalid option: expected one of "CRITICAL"|"HIGH"|"MEDIUM"|"LOW"',
    ],
    [
      'no template',
      aBatch(2, { batch: { templateId: undefined } }),
      'batchMessage.templateId',
      'Invalid input: expected string, received undefined',
    ],
    [
      'a schedule too far ahead',
      aBatch(2, { batch: { scheduledFor: '2030-01-01T00:00:00Z' } }),
      'batchMessage.scheduledFor',
      'must be at most 366 days ahead',
    ],
    [
      'no source',
      { ...aBatch(2), source: undefined },
      'source',
      'Invalid input: expected string, received undefined',
    ],
    [
      'a loop that it is part of',
      { ...aBatch(2), correlation: { hops: 17 } },
      'correlation.hops',
      'must be at most 16: 17 are a loop',
    ],
    [
      "what the specification's example lacks",
      { ...specifiedDocuments.batchMessage, source: 'crm' },
      'batchMessage.target',
      'Invalid input: expected string, received undefined',
    ],
  ])('is rejected as a whole for %s, by field and rule', async (_, document, path, rule) => {
    expect(await issuesOf(document)).toContainEqual({ path, rule });
  });

  it('tells of its rejection under its own id', async () => {
    const { submit, journal } = aFrontDoor();
    const batch = aBatch(2, { batch: { messageCount: 1 } });

    await submit(batch);

    const [rejected, ...rest] = await journal.read(batchAggregate(batch.batchMessage.batchId));
    expect(rest).toEqual([]);
    expect(rejected && eventOfFact(rejected)).toMatchObject({
      event: { type: 'BATCH_REJECTED', status: 'REJECTED' },
      correlation: { batchId: batch.batchMessage.batchId },
    });
  });

  it.each<[string, unknown, string]>([
    ['no object', 'cust-9', ''],
    ['no customer', { action: 'SEND_EMAIL' }, 'customerId'],
    ['an action that contacts nobody', { customerId: 'cust-9', action: 'RECORD_PAYMENT' }, 'action'],
    ['an action of another agent', { customerId: 'cust-9', action: 'SEND_SMS' }, 'action'],
    [
      'a template of its own that is none',
      { customerId: 'cust-9', action: 'SEND_EMAIL', templateId: ' ' },
      'templateId',
    ],
    ['a context that is none', { customerId: 'cust-9', action: 'SEND_EMAIL', context: 7 }, 'context'],
  ])('goes on without a member that has %s', async (_, member, field) => {
    const { submit, entries, journal } = aFrontDoor();
    const batch = withMember(1, member);

    const [result] = await submit(batch);

    const path = `batchMessage.messages.1${field && `.${field}`}`;
    expect(result).toMatchObject({
      status: 'EXPANDED',
      members: [{ status: 'ACCEPTED' }, { status: 'REJECTED', issues: [{ path }] }, { status: 'ACCEPTED' }],
    });
    expect(entries).toHaveLength(2);
    const commandId = memberCommandId(batch.batchMessage.batchId, 1);
    expect(await journal.read(commandAggregate(commandId))).toMatchObject([
      { type: 'rejected', body: { batchId: batch.batchMessage.batchId, batchMember: 1 } },
    ]);
  });

  it('is taken again under its id, and another batch is not', async () => {
    const { submit, journal, entries } = aFrontDoor();
    const batch = aBatch(3);
    const other = { ...batch, batchMessage: { ...batch.batchMessage, templateId: 'templ-spring' } };
    await submit(batch);
    const before = journal.all().length;

    const [again, refused] = await submit({ ...batch, timestamp: '2026-11-23T12:00:00Z' }, other);

    expect(again).toMatchObject({ status: 'EXPANDED' });
    expect(refused).toMatchObject({ status: 'REJECTED', issues: [{ path: 'batchMessage.batchId' }] });
    expect(journal.all().slice(before)).toMatchObject([{ type: 'rejected' }]);
    expect(new Set(entries.map(({ message }) => message.message.command.templateId))).toEqual(
      new Set(['templ-789']),
    );
  });

  it('comes off the bus as the specification has it, without type and source', async () => {
    const { source, ...detail } = aBatch(2);
    const body = JSON.stringify({ id: 'e', 'detail-type': 'BATCH', source, detail });
    const { submit } = aFrontDoor();

    const intake = readBusEvent(body, 'q');

    expect(intake).toMatchObject({ messageType: 'BATCH', issues: undefined });
    expect(await submit(intake.message)).toMatchObject([{ status: 'EXPANDED' }]);
  });

  it('is no matter for the commands beside it', async () => {
    const { submit } = aFrontDoor();

    expect(await submit(aSendEmailCommand(), aBatch(2), aSendEmailCommand(), aBatch(52))).toMatchObject([
      { status: 'ACCEPTED' },
      { status: 'EXPANDED', members: [{}, {}] },
      { status: 'ACCEPTED' },
      { status: 'REJECTED' },
    ]);
  });

  it('never crashes, never says a value, and puts every member either into a lane or under its rules', async () => {
    const canary = aCanary();
    const member = fc.oneof(
      fc.uuid().map((id) => ({ customerId: id, action: 'SEND_EMAIL', note: canary.word })),
      fc.jsonValue(),
      fc.record({ customerId: fc.constantFrom(canary.word, 7, null), action: fc.jsonValue() }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(member, { minLength: 1, maxLength: 50 }), async (messages) => {
        const { submit, entries, journal } = aFrontDoor();
        const [result] = await submit(aBatch(messages.length, { batch: { messages } }));
        const members = result?.status === 'EXPANDED' ? result.members : [];
        if (result?.status === 'EXPANDED') expect(members).toHaveLength(messages.length);
        const lanes = members.filter(({ status }) => status === 'ACCEPTED').length;
        expect(lanes + members.filter(({ status }) => status === 'REJECTED').length).toBe(members.length);
        expect(entries).toHaveLength(lanes);
        const told = journal.all().filter(({ type }) => type === 'rejected');
        expect(JSON.stringify([result, told])).not.toContain(`${canary.word} `);
      }),
      { numRuns: 200 },
    );
  });
});
