import { describe, expect, it } from 'vitest';
import { agents } from '../../../config/agents.ts';
import { lanes as laneTable } from '../../../config/lanes.ts';
import { type AdmissionRules, admitCommand } from '../../../shared/client/admit-command.ts';
import { commandExample, jweExample } from '../../../shared/messages/catalog/command-examples.ts';
import {
  type CommandType,
  commandTypeTable,
  contactCommandTypes,
  typesWhere,
} from '../../../shared/messages/message-types.ts';
import { deadlineSecondsOf, priorities } from '../../../shared/messages/priority.ts';
import { withValueAt } from '../../support/specification-documents.ts';

const NOW = Date.parse('2024-01-15T12:00:00Z');
/** One pool that serves every contact. */
const everything = { email: { ...agents.email, commands: contactCommandTypes } };
const rules: AdmissionRules = { agents: everything, laneTable, allowPlainContext: true };
const strict: AdmissionRules = { ...rules, allowPlainContext: false };

const example = (type: CommandType, target?: string): object => ({
  ...commandExample(type),
  ...(commandTypeTable[type].servedBy === 'agent' ? { target: target ?? 'email-agent' } : {}),
});

describe('admitCommand', () => {
  for (const type of typesWhere(commandTypeTable, ({ servedBy }) => servedBy === 'not yet')) {
    it(`rejects a type that nobody serves yet by its name: ${type}`, () => {
      expect(admitCommand(example(type), NOW, rules)).toEqual({
        ok: false,
        issues: [{ path: 'command.type', rule: 'is not served yet' }],
      });
    });
  }

  it("gives a command without a priority its type's tier, and one with a priority that one", () => {
    for (const type of typesWhere(commandTypeTable, ({ servedBy }) => servedBy !== 'not yet')) {
      const { tier } = commandTypeTable[type];
      const unranked = withValueAt(example(type), 'command.priority', undefined);

      expect(admitCommand(unranked, NOW, rules)).toMatchObject({
        ok: true,
        value: { tier, deadlineAt: NOW + deadlineSecondsOf[tier] * 1000 },
      });
      for (const priority of priorities) {
        const ranked = withValueAt(example(type), 'command.priority', priority);
        expect(admitCommand(ranked, NOW, rules)).toMatchObject({ ok: true, value: { tier: priority } });
      }
    }
  });

  it('puts a contact into the lane of its tier, with how it came to its identity', () => {
    const admitted = admitCommand(example('SEND_SMS', 'email-agent-002'), NOW, rules);

    expect(admitted).toMatchObject({
      ok: true,
      value: {
        kind: 'contact',
        choice: 'PINNED',
        entry: { agentType: 'email', tier: 'HIGH', message: { identity: 'email-agent-002', tier: 'HIGH' } },
      },
    });
  });

  it('takes a task of the coordinator at no other target than it, and not ahead of its time', () => {
    const task = example('UPDATE_CONVERSATION_HISTORY');
    const issuesOf = (document: unknown) => {
      const admitted = admitCommand(document, NOW, rules);
      return admitted.ok ? [] : admitted.issues.map(({ path }) => path);
    };

    expect(admitCommand(task, NOW, rules)).toMatchObject({ ok: true, value: { kind: 'task' } });
    expect(issuesOf({ ...task, target: 'email-agent' })).toEqual(['command.type']);
    expect(issuesOf(withValueAt(task, 'command.scheduledFor', '2024-01-15T12:00:01Z'))).toEqual([
      'command.scheduledFor',
    ]);
    expect(issuesOf(withValueAt(task, 'command.scheduledFor', '2024-01-15T12:00:00Z'))).toEqual([]);
  });

  it('takes an expiry of contacts alone, and only after their schedule', () => {
    const issuesOf = (type: CommandType, expiresAt: string, scheduledFor?: string) => {
      const scheduled = withValueAt(example(type), 'command.scheduledFor', scheduledFor);
      const admitted = admitCommand(withValueAt(scheduled, 'command.expiresAt', expiresAt), NOW, rules);
      return admitted.ok ? [] : admitted.issues.map(({ path }) => path);
    };
    const [due, later] = ['2024-01-15T12:01:00Z', '2024-01-15T12:01:00.001Z'];

    expect(issuesOf('SEND_SMS', later, due)).toEqual([]);
    expect(issuesOf('SEND_SMS', due, due)).toEqual(['command.expiresAt']);
    expect(issuesOf('SEND_SMS', '2024-01-15T11:00:00Z')).toEqual([]); // its agent ends it
    expect(issuesOf('SEND_SMS', 'tomorrow')).toEqual(['command.expiresAt']);
    expect(issuesOf('RECORD_PAYMENT', later)).toEqual(['command.expiresAt']);
    expect(issuesOf('UPDATE_CONVERSATION_HISTORY', later)).toEqual(['command.expiresAt']);
  });

  const personal = [
    ['SEND_EMAIL', 'command.context.customerData', { email: 'ada@example.com' }],
    ['SEND_EMAIL', 'command.context.conversationHistory', [{ said: 'hello' }]],
    ['UPDATE_CONVERSATION_HISTORY', 'command.context.conversationHistory', []],
  ] as const;

  for (const [type, path, plain] of personal) {
    it(`rejects personal data in the clear where the stage takes none, and a JWE nowhere: ${type} ${path}`, () => {
      const bare = withValueAt(example(type), 'command.context', {});
      const withField = (value: unknown) => withValueAt(bare, path, value);

      expect(admitCommand(withField(plain), NOW, rules).ok).toBe(true);
      expect(admitCommand(withField(jweExample), NOW, strict).ok).toBe(true);
      expect(admitCommand(withField(plain), NOW, strict)).toEqual({
        ok: false,
        issues: [{ path, rule: 'must be a compact JWE: this stage takes no personal data in the clear' }],
      });
    });
  }

  it('takes a command that carries a customer id only, on every stage', () => {
    const bare = withValueAt(example('SEND_EMAIL'), 'command.context', undefined);

    expect(admitCommand(bare, NOW, strict).ok).toBe(true);
  });
});
