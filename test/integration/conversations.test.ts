import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { customerAggregate, eventAggregate } from '../../shared/journal/command-facts.ts';
import { MOST_HOPS } from '../../shared/messages/hops.ts';
import { aContextUpdate } from '../support/a-context-update.ts';
import { aSendEmailCommand } from '../support/a-send-email-command.ts';
import { badContextUpdates, badEvents } from '../support/bad-documents.ts';
import { type LocalStage, openLocalStage, until } from '../support/local-stage.ts';

let stage: LocalStage;
let events: Awaited<ReturnType<LocalStage['subscribe']>>;

beforeAll(async () => {
  stage = await openLocalStage();
  events = await stage.subscribe();
});

const untilVersion = (customerId: string, version: number) =>
  until(`version ${version} of the conversation`, async () => {
    const conversation = await stage.conversations.get(customerId);
    return conversation !== undefined && conversation.version >= version ? conversation : undefined;
  });

describe('a conversation on the real stack', () => {
  it('takes up a CONTEXT_UPDATE from the bus, and no older one after it', async () => {
    const customerId = `cust-${randomUUID()}`;
    const newer = aContextUpdate(customerId, { sentiment: 'positive' }, '2024-01-15T10:50:00Z');
    const older = aContextUpdate(customerId);

    await stage.put([newer]);
    await untilVersion(customerId, 1);
    await stage.put([older, older]);

    const { context } = await untilVersion(customerId, 2);
    expect(context).toEqual({ ...Object(older.contextUpdate.updates), sentiment: 'positive' });
    const facts = await until('the facts of both', async () => {
      const found = await stage.journal.read(customerAggregate(customerId));
      return found.length === 2 ? found : undefined;
    });
    expect(facts).toMatchObject([{ type: 'context-updated' }, { type: 'context-updated' }]);
  });

  it('keeps the history that UPDATE_CONVERSATION_HISTORY brings, and the bus hears of it', async () => {
    const customerId = `cust-${randomUUID()}`;
    const command = aHistoryCommand(customerId, [
      { at: '2024-01-10T09:00:00Z', summary: 'asked for an invoice' },
    ]);

    await stage.put([command, command]);

    await stage.untilStatus(command.messageId, 'DELIVERED');
    const { history } = await untilVersion(customerId, 1);
    expect(history).toMatchObject([{ at: '2024-01-10T09:00:00Z', summary: 'asked for an invoice' }]);
    await events.untilEvent(
      'the event',
      ({ event, correlation }) =>
        event.type === 'CONVERSATION_HISTORY_UPDATED' && correlation.originalCommandId === command.messageId,
    );
  });

  it('hears the EVENTs of others that the coordinator acts on, and no other ones', async () => {
    const customerId = `cust-${randomUUID()}`;
    const emergency = anEvent(customerId, 'EMERGENCY_ESCALATION');
    const report = anEvent(customerId, 'REPORT_GENERATED');

    await stage.put([report, emergency]);

    const { context } = await untilVersion(customerId, 1);
    expect(context).toEqual({ escalationTrigger: true });
    const [heard] = await until('the fact', async () => {
      const facts = await stage.journal.read(eventAggregate(emergency.messageId));
      return facts.length > 0 ? facts : undefined;
    });
    expect(heard).toMatchObject({ type: 'event-received', body: { tier: 'CRITICAL', customerId } });
    expect(await stage.journal.read(eventAggregate(report.messageId))).toEqual([]);
  });

  it('ends a made loop of messages PARKED', async () => {
    const start = { ...aSendEmailCommand(), correlation: { hops: MOST_HOPS - 2 } };
    let looping = start;

    // A subscriber that answers each delivery with a command, as one that was wired wrongly would.
    await stage.put([start]);
    for (let turn = 0; turn < 4; turn += 1) {
      const { messageId } = looping;
      const ended = await events.untilEvent(
        `the end of turn ${turn}`,
        ({ event, correlation }) =>
          correlation.originalCommandId === messageId && ['DELIVERED', 'PARKED'].includes(event.status),
      );
      if (ended.event.status === 'PARKED') break;
      looping = { ...aSendEmailCommand(), correlation: { hops: ended.correlation.hops ?? 0 } };
      await stage.put([looping]);
    }

    expect(await stage.untilStatus(looping.messageId, 'PARKED')).toBe('PARKED');
    expect(looping.correlation.hops).toBe(MOST_HOPS + 1);
  });
});

describe('broken updates and events on the real stack', () => {
  for (const [messageType, bad] of [
    ['CONTEXT_UPDATE', badContextUpdates()],
    ['EVENT', badEvents()],
  ] as const) {
    it(`are rejected through the bus, each by an EVENT that names its field: ${messageType}`, async () => {
      // Only rejections: the broken EVENTs are themselves on the bus.
      const rejections = await stage.subscribe('COMMAND_REJECTED');
      const fresh = bad.map(({ document, ...rest }) => ({ ...rest, document: withFreshId(document) }));

      await stage.put(JSON.parse(JSON.stringify(fresh.map(({ document }) => document))), {
        DetailType: messageType,
      });

      for (const { name, path, document } of fresh) {
        await rejections.untilEvent(`the rejection of ${name}`, ({ event, correlation }) => {
          const about = correlation.originalCommandId;
          const isOwn =
            about === undefined ? !isUuid(document['messageId']) : about === document['messageId'];
          const issues = JSON.stringify(event.metadata['issues'] ?? []);
          return event.type === 'COMMAND_REJECTED' && isOwn && issues.includes(`"path":"${path}"`);
        });
      }
    });
  }
});

const isUuid = (value: unknown): boolean => z.uuid().safeParse(value).success;

/** The rejections of an earlier run on the same stage are not those of this one. */
const withFreshId = (document: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  isUuid(document['messageId']) ? { ...document, messageId: randomUUID() } : { ...document };

const aHistoryCommand = (customerId: string, conversationHistory: readonly object[]) => ({
  messageId: randomUUID(),
  messageType: 'COMMAND',
  timestamp: '2024-01-15T10:30:00Z',
  source: 'email-agent-001',
  target: 'agent-coordinator',
  command: { type: 'UPDATE_CONVERSATION_HISTORY', customerId, context: { conversationHistory } },
});

const anEvent = (customerId: string, type: string) => ({
  messageId: randomUUID(),
  messageType: 'EVENT',
  timestamp: '2024-01-15T10:35:00Z',
  source: 'phone-agent-002',
  event: {
    type,
    customerId,
    status: 'OPEN',
    metadata: { deliveryTime: null, messageId: null, recipientResponse: null },
  },
  correlation: {},
});
