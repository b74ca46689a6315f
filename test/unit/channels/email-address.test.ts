import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emailAddressOf } from '../../../shared/channels/email-address.ts';

describe('emailAddressOf', () => {
  it.each(['ada@example.com', 'a.b+c_d-e@sub.example.co.uk', "o'neil@example.com", 'ADA@Example.COM'])(
    'takes %s',
    (address) => {
      expect(emailAddressOf(address)).toBe(address);
    },
  );

  it.each([
    ['nothing', undefined],
    ['a number', 7],
    ['an empty text', ''],
    ['a name', 'Ada Lovelace'],
    ['a name with an address', 'Ada <ada@example.com>'],
    ['two addresses', 'ada@example.com, eve@example.com'],
    ['two addresses without space', 'ada@example.com,eve@example.com'],
    ['a list', ['ada@example.com']],
    ['a header after it', 'ada@example.com\r\nBcc: eve@example.com'],
    ['a line end after it', 'ada@example.com\n'],
    ['a null character in it', 'ada\0@example.com'],
    ['a comment', 'ada(x)@example.com'],
    ['a quoted local part', '"ada lovelace"@example.com'],
    ['two at signs', 'ada@eve@example.com'],
    ['no domain', 'ada@localhost'],
    ['a domain of an address', 'ada@[127.0.0.1]'],
    ['a local part of 65', `${'a'.repeat(65)}@example.com`],
    ['a label of 64', `ada@${'a'.repeat(64)}.com`],
    ['255 characters', `ada@${'a.'.repeat(124)}com`],
  ])('refuses %s', (_, text) => {
    expect(emailAddressOf(text)).toBeUndefined();
  });

  it('lets nothing through that could begin a header or a second recipient', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat(20), (extra, at) => {
        const text = `ada@example.com`.slice(0, at) + extra + 'ada@example.com'.slice(at);
        expect(emailAddressOf(text) ?? '').not.toMatch(/[\s,;:<>"()\\[\]\p{Cc}]/u);
      }),
    );
  });
});
