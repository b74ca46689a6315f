import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { KeyRing } from '../../shared/security/key-ring.ts';

/** What every ring of keys promises; `open` gives one process's ring of a stage that it shares with the others. */
export const describeKeyRing = (name: string, open: () => Promise<KeyRing>): void => {
  describe(name, () => {
    it('makes a key of 32 bytes for each customer, once', async () => {
      const ring = await open();
      const id = randomUUID();

      expect(await ring.findCustomerKey(id)).toBeUndefined();
      const key = await ring.customerKey(id);

      expect(key).toHaveLength(32);
      expect(await ring.customerKey(id)).toEqual(key);
      expect(await ring.findCustomerKey(id)).toEqual(key);
      expect(await ring.customerKey(randomUUID())).not.toEqual(key);
    });

    it('gives every process the same keys, also when they make them at once', async () => {
      const rings = [await open(), await open(), await open()];
      const ids = Array.from({ length: 30 }, () => randomUUID());

      const keys = await Promise.all(rings.map((ring) => Promise.all(ids.map((id) => ring.customerKey(id)))));
      const purposes = await Promise.all(rings.map((ring) => ring.purposeKey('links')));

      expect(keys[1]).toEqual(keys[0]);
      expect(keys[2]).toEqual(keys[0]);
      expect(new Set(keys[0]?.map((key) => Buffer.from(key).toString('hex'))).size).toBe(ids.length);
      expect(new Set(purposes.map((key) => Buffer.from(key).toString('hex'))).size).toBe(1);
    });

    it('has another key for each purpose', async () => {
      const ring = await open();

      const key = await ring.purposeKey('links');

      expect(key).toHaveLength(32);
      expect(await ring.purposeKey('index')).not.toEqual(key);
    });
  });
};
