import type { PersonalCipher } from '../../shared/security/personal-cipher.ts';

const toText = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const fromText = (text: string | undefined): unknown =>
  JSON.parse(Buffer.from(text ?? '', 'base64url').toString('utf8'));

/** Texts in the shape of a compact JWE that only look encrypted, and belong to one customer as real ones do. */
export const fakeCipher = (): PersonalCipher => ({
  encrypt: async (customerId, value) => `${toText({ sub: customerId })}..AAAA.${toText({ value })}.AAAA`,
  decrypt: async (customerId, jwe) => {
    try {
      const [header, , , text] = jwe.split('.');
      const { sub } = fromText(header) as { sub: unknown };
      return sub === customerId ? (fromText(text) as { value: unknown }).value : undefined;
    } catch {
      return undefined;
    }
  },
});
