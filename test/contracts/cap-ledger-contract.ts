import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { CapChange, CapKey, CapLedger } from '../../shared/policy/cap-ledger.ts';

const aKey = (purpose = 'marketing'): CapKey => ({ customerId: `cust-${randomUUID()}`, purpose });

const aChange = (key: CapKey, version: number, owner = 'a'): CapChange => ({
  key,
  record: { version, uses: [{ owner, at: 1_700_000_000_000 + version }] },
  expiresAt: Date.now() + 86_400_000,
});

/** What every ledger of contacts promises. */
export const describeCapLedger = (name: string, open: () => Promise<CapLedger>): void => {
  describe(name, () => {
    it('gives back what was written, in the order asked for, and version 0 of what never was', async () => {
      const ledger = await open();
      const [known, unknown] = [aKey(), aKey()];
      const other = { ...known, purpose: 'service' };

      expect(await ledger.write([aChange(known, 1), aChange(other, 1, 'b')])).toEqual(['stored', 'stored']);

      expect(await ledger.read([unknown, other, known])).toEqual([
        { version: 0, uses: [] },
        aChange(other, 1, 'b').record,
        aChange(known, 1).record,
      ]);
    });

    it('replaces the version before only, each record for itself', async () => {
      const ledger = await open();
      const [first, second] = [aKey(), aKey()];
      await ledger.write([aChange(first, 1)]);

      const changes = [aChange(first, 1, 'late'), aChange(second, 1), aChange(aKey(), 2)];
      expect(await ledger.write(changes)).toEqual(['conflict', 'stored', 'conflict']);
      expect(await ledger.write([aChange(first, 2)])).toEqual(['stored']);

      expect(await ledger.read([first])).toEqual([aChange(first, 2).record]);
    });

    it('lets one of many win who write the same version at once', async () => {
      const ledger = await open();
      const key = aKey();

      const outcomes = await Promise.all(
        ['a', 'b', 'c', 'd'].map((owner) => ledger.write([aChange(key, 1, owner)])),
      );

      expect(outcomes.flat().filter((outcome) => outcome === 'stored')).toHaveLength(1);
    });

    it('reads and writes more than one call takes', async () => {
      const ledger = await open();
      const keys = Array.from({ length: 30 }, () => aKey());

      expect(new Set(await ledger.write(keys.map((key) => aChange(key, 1))))).toEqual(new Set(['stored']));

      expect((await ledger.read(keys)).every(({ version }) => version === 1)).toBe(true);
    });
  });
};
