import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type CommandIndex, slotAt } from '../../shared/reports/command-index.ts';

const AT = Date.parse('2026-11-26T10:09:59.999Z');

/** What every index of commands promises; `open` gives one that may hold others already. */
export const describeCommandIndex = (name: string, open: () => Promise<CommandIndex>): void => {
  describe(name, () => {
    it('gives each command once, in the ten minutes in which it came in, however often it was noted', async () => {
      const index = await open();
      const [first, second, later] = [randomUUID(), randomUUID(), randomUUID()].map(
        (id) => `command#${id}`,
      ) as [string, string, string];
      await index.note([
        { aggregate: first, at: AT },
        { aggregate: later, at: AT + 1 },
      ]);
      await index.note([
        { aggregate: first, at: AT },
        { aggregate: second, at: AT - 599_999 },
      ]);

      const found = await index.of(slotAt(AT));

      expect([first, second, later].map((aggregate) => found.has(aggregate))).toEqual([true, true, false]);
      expect((await index.of(slotAt(AT + 1))).has(later)).toBe(true);
    });

    it('gives those of one campaign alone', async () => {
      const index = await open();
      const campaignId = `camp-${randomUUID()}`;
      const [own, other] = [`command#${randomUUID()}`, `command#${randomUUID()}`];
      await index.note([
        { aggregate: own, campaignId, at: AT },
        { aggregate: other, campaignId: 'camp-2', at: AT },
        { aggregate: `rejection#${randomUUID()}`, at: AT },
      ]);

      expect(await index.of(slotAt(AT), campaignId)).toEqual(new Set([own]));
      expect(await index.of(slotAt(AT), 'camp-none')).toEqual(new Set());
    });
  });
};
