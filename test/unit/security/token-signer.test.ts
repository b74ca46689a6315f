import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HmacTokenSigner } from '../../../shared/security/adapters/hmac-token-signer.ts';
import { InMemoryKeyRing } from '../../../shared/security/adapters/in-memory-key-ring.ts';

describe('HmacTokenSigner', () => {
  const signer = new HmacTokenSigner(new InMemoryKeyRing());

  it('gives every payload back, in a URL-safe token that is at most 23 characters longer', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme' }), async (payload) => {
        const token = await signer.sign('unsubscribe', payload);

        expect(token).toMatch(/^[\w-]*\.[\w-]{22}$/);
        expect(token.length).toBe(Buffer.from(payload).toString('base64url').length + 23);
        expect(await signer.verify('unsubscribe', token)).toBe(payload);
      }),
      { numRuns: 50 },
    );
  });

  it('refuses a token of another purpose, of another stage, and any other text', async () => {
    const token = await signer.sign('unsubscribe', 'cust-1');
    const foreign = await new HmacTokenSigner(new InMemoryKeyRing()).sign('unsubscribe', 'cust-1');
    const [body = '', mac = ''] = token.split('.');
    const other = Buffer.from('cust-2').toString('base64url');
    const wrong = [
      foreign,
      '',
      '.',
      body,
      `${body}.`,
      `.${mac}`,
      `${other}.${mac}`,
      `${token}.x`,
      `${token}A`,
    ];

    expect(await signer.verify('preferences', token)).toBeUndefined();
    for (const text of wrong) expect(await signer.verify('unsubscribe', text), text).toBeUndefined();
  });
});
