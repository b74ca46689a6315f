import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commandSchema } from '../../../shared/messages/command.ts';
import { eventSchema } from '../../../shared/messages/event.ts';
import { isDeeperThan } from '../../../shared/messages/is-deeper-than.ts';
import { parseJson, parseMessage } from '../../../shared/messages/parse-message.ts';
import { deadlineSecondsOf } from '../../../shared/messages/priority.ts';
import { aSendEmailCommand } from '../../support/a-send-email-command.ts';

/** The specification's COMMAND, its `{...}` and `[...]` filled and "uuid" made one. */
const specified = {
  messageId: '7f1c0a56-6c54-4a53-9f0a-5a4f6f1a2b3c',
  messageType: 'COMMAND',
  timestamp: '2024-01-15T10:30:00Z',
  source: 'agent-coordinator',
  target: 'email-agent-001',
  command: {
    type: 'SEND_EMAIL',
    campaignId: 'camp-123',
    customerId: 'cust-456',
    templateId: 'templ-789',
    priority: 'HIGH',
    scheduledFor: '2024-01-15T11:00:00Z',
    context: { customerData: { email: 'a@example.com' }, conversationHistory: [], escalationLevel: 1 },
  },
  correlation: { conversationId: 'conv-abc', workflowId: 'workflow-def' },
};

/** The specification's EVENT. */
const specifiedEvent = {
  messageId: '7f1c0a56-6c54-4a53-9f0a-5a4f6f1a2b3d',
  messageType: 'EVENT',
  timestamp: '2024-01-15T10:35:00Z',
  source: 'email-agent-001',
  event: {
    type: 'EMAIL_SENT',
    campaignId: 'camp-123',
    customerId: 'cust-456',
    status: 'DELIVERED',
    metadata: { deliveryTime: '2024-01-15T10:32:00Z', messageId: 'msg-123', recipientResponse: null },
  },
  correlation: { conversationId: 'conv-abc', originalCommandId: 'cmd-xyz' },
};

describe('commandSchema', () => {
  it("accepts the specification's COMMAND and changes nothing in it", () => {
    expect(parseMessage(commandSchema, specified)).toEqual({ ok: true, value: specified });
  });

  it('lets unknown fields survive', () => {
    const extended = { ...specified, tenant: 't-1', command: { ...specified.command, colour: 'blue' } };

    expect(parseMessage(commandSchema, extended)).toEqual({ ok: true, value: extended });
  });

  it('names every broken rule by its path', () => {
    const broken = { ...specified, messageId: 'x', command: { ...specified.command, priority: 'high' } };

    const parsed = parseMessage(commandSchema, broken);

    expect(parsed.ok ? [] : parsed.issues.map(({ path }) => path)).toEqual(['messageId', 'command.priority']);
  });

  it('never echoes a value, whatever stands in whichever field', () => {
    const canary = 'CANARY ada@example.com';
    const anywhere = fc.constantFrom(
      ['messageId'],
      ['messageType'],
      ['timestamp'],
      ['source'],
      ['target'],
      ['command'],
      ['command', 'type'],
      ['command', 'customerId'],
      ['command', 'priority'],
      ['command', 'scheduledFor'],
      ['command', 'context'],
      ['command', 'context', 'customerData'],
      ['command', 'context', 'conversationHistory'],
      ['correlation', 'workflowId'],
    );
    const value = fc.constantFrom<unknown>(
      canary,
      [canary],
      { [canary]: canary },
      { [canary]: { [canary]: 1n } },
    );
    fc.assert(
      fc.property(anywhere, value, (path, bad) => {
        const document = structuredClone(aSendEmailCommand()) as Record<string, unknown>;
        let at = document;
        for (const key of path.slice(0, -1)) at = at[key] as Record<string, unknown>;
        at[path.at(-1) ?? ''] = bad;

        expect(
          JSON.stringify(parseMessage(commandSchema, document), (key, entry) =>
            key === 'value' ? '' : entry,
          ),
        ).not.toContain('CANARY');
      }),
    );
  });

  it('answers every JSON value with a message or with issues, and never throws', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const parsed = parseMessage(commandSchema, value);
        expect(parsed.ok || parsed.issues.length > 0).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('eventSchema', () => {
  it("accepts the specification's EVENT and changes nothing in it", () => {
    expect(parseMessage(eventSchema, specifiedEvent)).toEqual({ ok: true, value: specifiedEvent });
  });
});

describe('parseJson', () => {
  it('names the place of a text that is no JSON, and not the text', () => {
    expect(parseJson('{"ada"', 'body')).toEqual({
      ok: false,
      issues: [{ path: 'body', rule: 'must be JSON' }],
    });
  });
});

describe('isDeeperThan', () => {
  it('tells depth without using the stack for it', () => {
    const deep: unknown = JSON.parse('['.repeat(200_000) + ']'.repeat(200_000));

    expect(isDeeperThan(deep, 32)).toBe(true);
    expect(isDeeperThan([[1]], 2)).toBe(false);
    expect(isDeeperThan([[[1]]], 2)).toBe(true);
  });
});

describe('deadlineSecondsOf', () => {
  it("has the specification's upper ends: 1 s, 5 s, 30 s, 5 min", () => {
    expect(deadlineSecondsOf).toEqual({ CRITICAL: 1, HIGH: 5, MEDIUM: 30, LOW: 300 });
  });
});
