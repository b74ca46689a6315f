import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { agents } from '../../../../config/agents.ts';
import { lanes as laneTable } from '../../../../config/lanes.ts';
import { exampleFile, freshCommand } from '../../../../local/start/send-example.ts';
import { admitCommand } from '../../../../shared/client/admit-command.ts';
import { commandSchema } from '../../../../shared/messages/command.ts';

const example = commandSchema.parse(
  JSON.parse(readFileSync(resolve(import.meta.dirname, '../../../..', exampleFile), 'utf8')),
);

describe('examples/send-email.json', () => {
  it('is the specification’s COMMAND with its gaps filled by a fixture', () => {
    expect(example).toMatchObject({
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
        context: {
          customerData: { name: expect.any(String), email: expect.stringMatching(/@example\.com$/) },
          conversationHistory: expect.any(Array),
          escalationLevel: 1,
        },
      },
      correlation: { conversationId: 'conv-abc', workflowId: 'workflow-def' },
    });
  });
});

describe('examples of the other channels', () => {
  for (const file of ['send-email-to-customer.json', 'send-sms.json', 'place-call.json']) {
    it(`are taken by every stage, since they carry no personal data: ${file}`, () => {
      const document: unknown = JSON.parse(readFileSync(`examples/${file}`, 'utf8'));

      const admission = admitCommand(document, Date.now(), { agents, laneTable, allowPlainContext: false });

      expect(admission).toMatchObject({ ok: true, value: { kind: 'contact' } });
    });
  }
});

describe('freshCommand', () => {
  it('changes id and timestamp and nothing else', () => {
    const id = '00000000-0000-4000-8000-000000000000';

    const fresh = freshCommand(example, id, new Date('2026-05-01T12:00:00Z'));

    expect(fresh).toEqual({ ...example, messageId: id, timestamp: '2026-05-01T12:00:00.000Z' });
  });
});
