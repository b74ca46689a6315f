import { describe, expect, it } from 'vitest';
import { InMemoryJournal } from '../../../shared/journal/adapters/in-memory-journal.ts';
import { fact } from '../../../shared/journal/command-facts.ts';
import type { Event } from '../../../shared/messages/event.ts';
import { InMemoryToldMarks } from '../../../shared/reconciliation/adapters/in-memory-told-marks.ts';
import type { ToldMarks } from '../../../shared/reconciliation/told-marks.ts';
import { EventBridgePublisher } from '../../../shared/relay/adapters/eventbridge-publisher.ts';
import { InMemoryCommandIndex } from '../../../shared/reports/adapters/in-memory-command-index.ts';
import { type CommandIndex, slotAt } from '../../../shared/reports/command-index.ts';
import { createRelayHandler } from '../../../shared/runtime/create-relay-handler.ts';
import { itemOf } from '../../support/item-of.ts';
import { recordingPorts } from '../../support/recording-ports.ts';

const aRecord = (sequenceNumber: string, attempt: number) => {
  const unknown = fact('unknown', 'command#c', 1_700_000_000_000, {
    agentType: 'email',
    identity: 'email-agent-001',
    commandType: 'SEND_EMAIL',
    customerId: 'cust-456',
    attempt,
    cause: 'TimeoutError',
  });
  return { dynamodb: { SequenceNumber: sequenceNumber, NewImage: itemOf(unknown) } };
};

const aRelay = (
  isTaken: (event: Event) => boolean = () => true,
  marks: Pick<ToldMarks, 'note'> = new InMemoryToldMarks(),
  index: Pick<CommandIndex, 'note'> = new InMemoryCommandIndex(),
) => {
  const events: Event[] = [];
  const publisher = {
    publish: async (given: readonly Event[]) => {
      events.push(...given);
      return given.map(isTaken);
    },
  };
  const ports = recordingPorts();
  return {
    events,
    ports,
    handler: createRelayHandler({
      ...ports,
      dimensions: {},
      publisher,
      marks,
      index,
      journal: new InMemoryJournal(),
    }),
  };
};

describe('createRelayHandler', () => {
  it('tells the bus in the order of the stream, with growing sequence numbers', async () => {
    const { events, handler } = aRelay();

    expect(await handler({ Records: [aRecord('100', 1), aRecord('101', 2)] })).toEqual({
      batchItemFailures: [],
    });

    expect(events.map(({ event }) => event.metadata['sequence'])).toEqual([11, 21]);
  });

  it('answers with the first record that the bus did not take', async () => {
    const { handler } = aRelay(({ event }) => event.metadata['sequence'] === 11);

    const answer = await handler({ Records: [aRecord('100', 1), aRecord('101', 2), aRecord('102', 3)] });

    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: '101' }] });
  });

  it('answers with a record that is no fact, and still tells the others', async () => {
    const { events, handler } = aRelay();
    const broken = { dynamodb: { SequenceNumber: '100', NewImage: { aggregate: { S: 'command#c' } } } };

    expect(await handler({ Records: [broken, aRecord('101', 1)] })).toEqual({
      batchItemFailures: [{ itemIdentifier: '100' }],
    });
    expect(events).toHaveLength(1);
  });

  it('marks what the bus took, after it was taken, and nothing else', async () => {
    const marks = new InMemoryToldMarks();
    const { events, handler } = aRelay(({ event }) => event.metadata['sequence'] !== 21, marks);

    await handler({ Records: [aRecord('100', 1), aRecord('101', 2), aRecord('102', 3)] });

    expect(await marks.has(events)).toEqual([true, false, true]);
  });

  it('is done with what the bus took where it cannot mark it, and logs that', async () => {
    const { ports, handler } = aRelay(undefined, { note: () => Promise.reject(new Error('no answer')) });

    expect(await handler({ Records: [aRecord('100', 1)] })).toEqual({ batchItemFailures: [] });

    expect(ports.lines.join()).toContain('told events are not marked');
  });
});

describe('EventBridgePublisher', () => {
  it('puts in tens and tries each failed entry again, and only those', async () => {
    const sizes: number[] = [];
    const send = async ({ input }: { input: { Entries: object[] } }) => {
      sizes.push(input.Entries.length);
      return {
        Entries: input.Entries.map((_, at) =>
          sizes.length === 1 && at === 3 ? { ErrorCode: 'ThrottlingException' } : { EventId: 'e' },
        ),
      };
    };
    const publisher = new EventBridgePublisher({
      client: { send } as never,
      busName: 'bus',
      random: () => 0,
      sleep: async () => undefined,
    });
    const event = { messageType: 'EVENT', source: 'email-agent-001' } as Event;

    expect(await publisher.publish(Array(12).fill(event))).toEqual(Array(12).fill(true));
    expect(sizes).toEqual([10, 1, 2]);
  });

  it('puts the commands that begin into the index, and comes again from the first that is not in it', async () => {
    const begin = (commandId: string, campaignId?: string) =>
      fact('accepted', `command#${commandId}`, 1_700_000_000_000, {
        agentType: 'email',
        identity: 'email-agent-001',
        commandType: 'SEND_EMAIL',
        campaignId,
        tier: 'LOW',
        source: 'crm',
        acceptedAt: 0,
        dueAt: 0,
        deadlineAt: 0,
        schedule: 'NONE',
      });
    const Records = [
      aRecord('100', 1),
      { dynamodb: { SequenceNumber: '101', NewImage: itemOf(begin('a')) } },
      { dynamodb: { SequenceNumber: '102', NewImage: itemOf(begin('b', 'camp-1')) } },
    ];
    const index = new InMemoryCommandIndex();
    const failing = { note: () => Promise.reject(new Error('gone')) };

    const failed = await aRelay(() => true, new InMemoryToldMarks(), failing).handler({ Records });
    await aRelay(() => true, new InMemoryToldMarks(), index).handler({ Records });

    expect(failed).toEqual({ batchItemFailures: [{ itemIdentifier: '101' }] });
    expect(await index.of(slotAt(1_700_000_000_000))).toEqual(new Set(['command#a', 'command#b']));
    expect(await index.of(slotAt(1_700_000_000_000), 'camp-1')).toEqual(new Set(['command#b']));
  });
});
