import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { ControlStore } from '../../shared/state/control-store.ts';

/** What every store of switches promises; `open` gives one that may hold others already. */
export const describeControlStore = (name: string, open: () => Promise<ControlStore>): void => {
  describe(name, () => {
    it('gives switches back in the order asked, also those that were never set', async () => {
      const store = await open();
      const [set, unset] = [randomUUID(), randomUUID()];

      expect(await store.write(set, { version: 1, value: { state: 'OPEN', since: 5 } })).toBe('stored');

      expect(await store.read([unset, set])).toEqual([
        { version: 0, value: undefined },
        { version: 1, value: { state: 'OPEN', since: 5 } },
      ]);
    });

    it('takes a change only on the version that it was made from, one of many at once', async () => {
      const store = await open();
      const control = randomUUID();
      await store.write(control, { version: 1, value: 'a' });

      expect(await store.write(control, { version: 1, value: 'b' })).toBe('conflict');
      expect(await store.write(control, { version: 3, value: 'b' })).toBe('conflict');
      const outcomes = await Promise.all(
        ['x', 'y', 'z'].map((value) => store.write(control, { version: 2, value })),
      );

      expect(outcomes.filter((outcome) => outcome === 'stored')).toHaveLength(1);
      expect((await store.read([control]))[0]?.version).toBe(2);
    });
  });
};
