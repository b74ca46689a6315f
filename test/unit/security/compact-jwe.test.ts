import { createCipheriv, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { CompactEncrypt, compactDecrypt } from 'jose';
import { describe, expect, it } from 'vitest';
import { type SealingKey, seal, unseal } from '../../../shared/security/adapters/compact-jwe.ts';

const keys = fc.record({
  key: fc.uint8Array({ minLength: 32, maxLength: 32 }),
  keyId: fc.string(),
  customerId: fc.string(),
});

const texts = fc.uint8Array({ maxLength: 2000 });

const aKey = (choices: Partial<SealingKey> = {}): SealingKey => ({
  key: new Uint8Array(32).fill(7),
  keyId: 'customer#cust-1',
  customerId: 'cust-1',
  ...choices,
});

const header = { alg: 'dir', enc: 'A256GCM', kid: 'customer#cust-1', sub: 'cust-1' };

describe('seal', () => {
  it('writes what jose reads', async () => {
    await fc.assert(
      fc.asyncProperty(keys, texts, async (key, bytes) => {
        const { plaintext, protectedHeader } = await compactDecrypt(seal(key, bytes), key.key);

        expect(Buffer.from(plaintext)).toEqual(Buffer.from(bytes));
        expect(protectedHeader).toEqual({ ...header, kid: key.keyId, sub: key.customerId });
      }),
      { numRuns: 1000 },
    );
  });

  it('uses each nonce once', () => {
    const nonces = Array.from({ length: 1000 }, () => seal(aKey(), Buffer.from('x')).split('.')[2]);

    expect(new Set(nonces).size).toBe(1000);
  });
});

describe('unseal', () => {
  it('reads what jose writes', async () => {
    await fc.assert(
      fc.asyncProperty(keys, texts, async (key, bytes) => {
        const jwe = await new CompactEncrypt(bytes)
          .setProtectedHeader({ ...header, kid: key.keyId, sub: key.customerId })
          .encrypt(key.key);

        expect(unseal(key, jwe)).toEqual(Buffer.from(bytes));
      }),
      { numRuns: 1000 },
    );
  });

  it('reads a text that is stored today', () => {
    expect(unseal(aKey(), STORED)).toEqual(Buffer.from('{"name":"Ada Lovelace"}'));
  });

  // Each length ends its text in another place of four characters of base64url.
  it.each([0, 1, 2, 3, 40])('refuses each change of one bit of a text of %i bytes', (length) => {
    const jwe = seal(aKey(), randomBytes(length));

    const accepted = Array.from({ length: jwe.length * 8 }, (_, bit) => {
      const at = bit >> 3;
      const changed = String.fromCharCode(jwe.charCodeAt(at) ^ (1 << (bit & 7)));
      return jwe.slice(0, at) + changed + jwe.slice(at + 1);
    }).filter((changed) => unseal(aKey(), changed) !== undefined);

    expect(accepted).toEqual([]);
  });

  it('refuses a text under another key, key id or customer', () => {
    const jwe = seal(aKey(), Buffer.from('x'));

    expect(unseal(aKey({ key: new Uint8Array(32).fill(8) }), jwe)).toBeUndefined();
    expect(unseal(aKey({ keyId: 'customer#cust-2' }), jwe)).toBeUndefined();
    expect(unseal(aKey({ customerId: 'cust-2' }), jwe)).toBeUndefined();
  });

  it('refuses a nonce or a tag of another length, though it is that of the text', () => {
    const withLengths = (nonceBytes: number, tagBytes: number) => {
      const text = toText(JSON.stringify(header));
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', aKey().key, nonce, { authTagLength: tagBytes });
      cipher.setAAD(Buffer.from(text));
      const parts = [Buffer.concat([cipher.update('x'), cipher.final()]), cipher.getAuthTag()].map(toText);
      return `${text}..${toText(nonce)}.${parts.join('.')}`;
    };

    expect(unseal(aKey(), withLengths(12, 16))).toEqual(Buffer.from('x'));
    for (const tagBytes of [4, 8, 12, 13, 14, 15])
      expect(unseal(aKey(), withLengths(12, tagBytes))).toBeUndefined();
    for (const nonceBytes of [1, 8, 11, 13, 16])
      expect(unseal(aKey(), withLengths(nonceBytes, 16))).toBeUndefined();
  });

  it.each<[what: string, header: object]>([
    ['is compressed', { ...header, zip: 'DEF' }],
    ['asks for more than we know', { ...header, crit: ['exp'], exp: 1 }],
    ['carries more', { ...header, typ: 'JWT' }],
    ['has a shorter key', { ...header, enc: 'A128GCM' }],
    ['names no key', { alg: 'dir', enc: 'A256GCM', sub: 'cust-1' }],
    ['names another way to agree on the key', { ...header, alg: 'A256KW' }],
  ])('refuses a text under the key whose header %s', (_, other) => {
    const [, ...rest] = sealUnder(toText(JSON.stringify(other)));

    expect(unseal(aKey(), [toText(JSON.stringify(other)), ...rest].join('.'))).toBeUndefined();
  });

  it('refuses what has other parts, or other letters than base64url has', () => {
    const jwe = seal(aKey(), Buffer.from([0xff, 0xef, 0xbf, 0xfb]));
    const [first = '', , nonce = '', text = '', tag = ''] = jwe.split('.');

    for (const broken of [
      '',
      'no.jwe',
      [first, nonce, text, tag].join('.'),
      `${jwe}.`,
      [first, 'AAAA', nonce, text, tag].join('.'),
      `${jwe}=`,
      ` ${jwe}`,
      `${jwe}\n`,
      [first, '', nonce, `${text}==`, tag].join('.'),
      [first, '', nonce, text, tag.slice(0, -1)].join('.'),
      [first, '', '', text, tag].join('.'),
    ]) {
      expect(unseal(aKey(), broken)).toBeUndefined();
    }
  });
});

/** The parts of a text with any header, under the key. */
const sealUnder = (text: string): readonly string[] => {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', aKey().key, nonce).setAAD(Buffer.from(text));
  const ciphertext = Buffer.concat([cipher.update('x'), cipher.final()]);
  return [text, '', toText(nonce), toText(ciphertext), toText(cipher.getAuthTag())];
};

const toText = (bytes: string | Uint8Array): string => Buffer.from(bytes).toString('base64url');

/** Made by jose 6.2.18 as texts were until 2026-11-26, under `aKey()`. */
const STORED =
  'eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIiwia2lkIjoiY3VzdG9tZXIjY3VzdC0xIiwic3ViIjoiY3VzdC0xIn0..NadUMuOFDANQsqXI.Ny-w4hW3dubBgRA-6f_po655GRMtMzw.EtytCXevjKVWBG9ozM4mwg';
