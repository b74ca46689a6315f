import fc from 'fast-check';
import { CompactEncrypt, decodeProtectedHeader } from 'jose';
import { describe, expect, it } from 'vitest';
import { InMemoryKeyRing } from '../../../shared/security/adapters/in-memory-key-ring.ts';
import { JosePersonalCipher } from '../../../shared/security/adapters/jose-personal-cipher.ts';

describe('JosePersonalCipher', () => {
  const cipher = new JosePersonalCipher(new InMemoryKeyRing());

  it('gives every JSON value back, and never twice the same text for it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (value) => {
        const jwe = await cipher.encrypt('cust-1', value);

        expect(await cipher.decrypt('cust-1', jwe)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(await cipher.encrypt('cust-1', value)).not.toBe(jwe);
      }),
      { numRuns: 50 },
    );
  });

  it('names key and customer in the protected header, and nothing that is personal', async () => {
    const header = decodeProtectedHeader(await cipher.encrypt('cust-1', { name: 'Ada' }));

    expect(header).toEqual({ alg: 'dir', enc: 'A256GCM', kid: 'customer#cust-1', sub: 'cust-1' });
  });

  it("refuses another customer's text, also under its own key", async () => {
    const keys = new InMemoryKeyRing();
    const own = new JosePersonalCipher(keys);
    const foreign = await own.encrypt('cust-2', 'secret');
    await own.encrypt('cust-1', 'x');
    const key = await keys.customerKey('cust-1');
    const forged = await new CompactEncrypt(Buffer.from('"x"'))
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid: 'customer#cust-2', sub: 'cust-2' })
      .encrypt(key);

    expect(await own.decrypt('cust-1', foreign)).toBeUndefined();
    expect(await own.decrypt('cust-1', forged)).toBeUndefined();
    expect(await own.decrypt('cust-3', foreign)).toBeUndefined();
  });

  it('refuses a text of which anything was changed', async () => {
    const jwe = await cipher.encrypt('cust-1', { name: 'Ada', orders: 3 });

    await fc.assert(
      fc.asyncProperty(fc.nat(jwe.length - 1), fc.constantFrom('A', 'b', '7', '.'), async (at, other) => {
        fc.pre(jwe[at] !== other);
        const changed = jwe.slice(0, at) + other + jwe.slice(at + 1);

        expect(await cipher.decrypt('cust-1', changed)).toBeUndefined();
      }),
    );
    expect(await cipher.decrypt('cust-1', 'no.jwe')).toBeUndefined();
  });

  it('knows nothing of a customer without a key, or whose key is gone', async () => {
    const keys = new InMemoryKeyRing();
    const own = new JosePersonalCipher(keys);
    const jwe = await own.encrypt('cust-1', 'secret');
    keys.forget('cust-1');

    expect(await own.decrypt('cust-1', jwe)).toBeUndefined();
  });
});
