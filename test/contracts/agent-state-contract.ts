import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { AgentReport, AgentStateStore } from '../../shared/agents/agent-state-store.ts';

/** What every store of agent states promises. */
export const describeAgentStateStore = (name: string, open: () => Promise<AgentStateStore>): void => {
  describe(name, () => {
    const aReport = (change: Partial<AgentReport> = {}): AgentReport => ({
      identity: `email-agent-${randomUUID()}`,
      part: 'status',
      saidAt: 1_700_000_000_000,
      status: 'ACTIVE',
      ...change,
    });

    it('keeps of each agent and part what was said last, and nothing older or as old', async () => {
      const store = await open();
      const first = aReport();
      const newer = { ...first, saidAt: first.saidAt + 1, status: 'BUSY' };
      const metrics = { ...first, part: 'metrics' as const, state: { performance: { tasksCompleted: 3 } } };

      expect(await store.put(newer)).toBe('stored');
      expect(await store.put(first)).toBe('older');
      expect(await store.put({ ...newer, status: 'IDLE' })).toBe('older');
      expect(await store.put(metrics)).toBe('stored');
      expect(await store.put(aReport())).toBe('stored');

      const found = await store.get([first.identity, 'nobody']);
      expect(found.toSorted((a, b) => a.part.localeCompare(b.part))).toEqual([metrics, newer]);
      expect(await store.get([])).toEqual([]);
    });
  });
};
