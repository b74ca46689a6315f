import { describe, expect, it } from 'vitest';
import type { InboxMessage } from '../../../../local/provider-sandbox/inbox-message.ts';
import { timelineLines } from '../../../../local/start/timeline.ts';
import { failureOf, type Walk, walkCommand } from '../../../../local/start/walk.ts';
import { commandAggregate, fact } from '../../../../shared/journal/command-facts.ts';
import { type Command, commandSchema } from '../../../../shared/messages/command.ts';
import type { Event } from '../../../../shared/messages/event.ts';

const id = '3f0e8f4e-7c1d-4b52-9a53-6a1f0e2d9c10';
const command: Command = commandSchema.parse({
  messageId: id,
  messageType: 'COMMAND',
  timestamp: '2026-01-15T10:30:00Z',
  source: 'agent-coordinator',
  target: 'email-agent-001',
  command: { type: 'SEND_EMAIL', customerId: 'cust-456', templateId: 'templ-789', priority: 'HIGH' },
});
const subject = {
  agentType: 'email',
  identity: 'email-agent-001',
  commandType: 'SEND_EMAIL',
  customerId: 'cust-456',
};
const aggregate = commandAggregate(id);
const accepted = fact('accepted', aggregate, 1200, {
  ...subject,
  tier: 'HIGH',
  source: 'agent-coordinator',
  acceptedAt: 1200,
  dueAt: 1200,
  deadlineAt: 6200,
  schedule: 'PAST_SENT_AT_ONCE',
});
const delivered = fact('delivered', aggregate, 1900, {
  ...subject,
  providerMessageId: 'm-1',
  occurredAt: '2026-01-15T10:30:01Z',
});
const mail: InboxMessage = {
  channel: 'email',
  providerMessageId: 'm-1',
  receivedAt: '2026-01-15T10:30:01Z',
  tags: {},

  from: 'a@example.com',
  to: ['b@example.com'],
  subject: 'Hello',
  text: 'Dear B,\n\nbye\n',
};
const eventOf = (status: Event['event']['status']): Event => ({
  messageId: id,
  messageType: 'EVENT',
  timestamp: '2026-01-15T10:30:02Z',
  source: 'email-agent-001',
  event: {
    type: 'EMAIL_SENT',
    status,
    metadata: { deliveryTime: null, messageId: 'm-1', recipientResponse: null },
  },
  correlation: { originalCommandId: id },
});
const aWalk = (changes: Partial<Walk> = {}): Walk => ({
  command,
  sentAt: 1000,
  facts: [accepted, delivered],
  events: [{ event: eventOf('DELIVERED'), seenAt: 2000 }],
  mails: [mail],
  ...changes,
});

describe('walkCommand', () => {
  const watching = (batches: Event[][], limits: { timeoutMs: number }) => {
    let time = 0;
    const observers = {
      facts: async () => [accepted],
      mails: async () => [mail],
      nextEvents: async () => {
        time += 1000;
        return batches.shift() ?? [];
      },
    };
    return walkCommand(command, async () => {}, observers, { ...limits, now: () => time });
  };

  it('waits until the bus says how the command ended', async () => {
    const walk = await watching([[eventOf('SENT')], [], [eventOf('DELIVERED')], [eventOf('SENT')]], {
      timeoutMs: 60_000,
    });

    expect(walk.events.map(({ event, seenAt }) => [event.event.status, seenAt])).toEqual([
      ['SENT', 1000],
      ['DELIVERED', 3000],
    ]);
  });

  it('gives up after its time with what it has seen', async () => {
    const walk = await watching([[eventOf('SENT')]], { timeoutMs: 4000 });

    expect(walk).toMatchObject({ facts: [accepted], mails: [mail] });
    expect(walk.events).toHaveLength(1);
  });
});

describe('failureOf', () => {
  it('has no complaint when one mail was delivered and the EVENT came back', () => {
    expect(failureOf(aWalk())).toBeUndefined();
  });

  it.each([
    ['never accepted', { facts: [] }],
    ['no delivered fact', { facts: [accepted] }],
    ['0 mails', { mails: [] }],
    ['2 mails', { mails: [mail, mail] }],
    ['no EVENT with status DELIVERED', { events: [{ event: eventOf('SENT'), seenAt: 1 }] }],
  ])('says "%s"', (reason, changes) => {
    expect(failureOf(aWalk(changes))).toContain(reason);
  });
});

describe('timelineLines', () => {
  it('tells the hops in order of time since the command was put on the bus, then the mail as text', () => {
    expect(timelineLines(aWalk())).toEqual([
      `The way of command ${id} (SEND_EMAIL HIGH):`,
      '       0 ms  you                PutEvents: COMMAND from agent-coordinator to email-agent-001',
      '     200 ms  coordinator        fact accepted: email lane HIGH, as email-agent-001, scheduled in the past: sent at once',
      "     900 ms  provider-receipts  fact delivered: the provider's receipt",
      `    1000 ms  bus                EVENT EMAIL_SENT DELIVERED came back, about command ${id}`,
      '',
      'The mail, from the inbox of the provider sandbox:',
      '  │ From: a@example.com',
      '  │ To: b@example.com',
      '  │ Subject: Hello',
      '  │',
      '  │ Dear B,',
      '  │',
      '  │ bye',
      '',
    ]);
  });
});
