import { describe, expect, it } from 'vitest';
import { listAgents } from '../../../cli/commands/agent-list.ts';
import { agents } from '../../../config/agents.ts';
import { InMemoryAgentStateStore } from '../../../shared/agents/adapters/in-memory-agent-state-store.ts';

const AT = Date.parse('2026-11-23T12:00:00Z');

describe('agent list', () => {
  it('lists every identity of the registry with what it last said of itself', async () => {
    const states = new InMemoryAgentStateStore();
    const identity = 'sms-agent-002';
    await states.put({ identity, part: 'status', saidAt: AT, status: 'BUSY' });
    await states.put({ identity, part: 'metrics', saidAt: AT + 1000, status: 'BUSY', state: { a: 1 } });

    const { exit, json, lines } = await listAgents(agents, states);

    expect(exit).toBe('OK');
    expect(lines).toContain(
      'sms-agent-002    sms    BUSY    2026-11-23T12:00:00.000Z  2026-11-23T12:00:01.000Z',
    );
    expect(lines).toContain('email-agent-001  email  -       -                         -');
    expect(lines).toHaveLength(7);
    expect(json['agents']).toContainEqual({
      identity,
      agentType: 'sms',
      status: { at: '2026-11-23T12:00:00.000Z', status: 'BUSY', state: undefined },
      metrics: { at: '2026-11-23T12:00:01.000Z', status: 'BUSY', state: { a: 1 } },
    });
  });
});
