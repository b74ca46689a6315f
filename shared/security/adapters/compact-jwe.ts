import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { keyObjectOf } from './key-object.ts';

/** A key, and what the texts under it name in their protected header: nobody can change either without the key. */
export type SealingKey = {
  /** 32 bytes. */
  readonly key: Uint8Array;
  /** The key's id. */
  readonly keyId: string;
  /** Whose text it is. */
  readonly customerId: string;
};

const CIPHER = 'aes-256-gcm';
/** What `A256GCM` asks for (RFC 7518, section 5.3). */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const OPTIONS = { authTagLength: TAG_BYTES };

/** Encrypts bytes as a compact JWE: AES-256-GCM under the key itself, a fresh random nonce each time. */
export const seal = (sealing: SealingKey, bytes: Uint8Array): string => {
  const header = headerOf(sealing);
  const nonce = randomBytes(NONCE_BYTES); // never from a pool: a copied process would use the same ones again
  const cipher = createCipheriv(CIPHER, keyObjectOf(sealing.key), nonce, OPTIONS);
  cipher.setAAD(Buffer.from(header, 'ascii'));
  const text = cipher.update(bytes).toString('base64url'); // all of it: `final` adds no bytes in this mode
  cipher.final();
  return `${header}..${nonce.toString('base64url')}.${text}.${cipher.getAuthTag().toString('base64url')}`;
};

/** The bytes of a compact JWE; `undefined` for a broken one, and for one under another key or of another customer. */
export const unseal = (sealing: SealingKey, jwe: string): Uint8Array | undefined => {
  const [header = '', wrappedKey, ...rest] = jwe.split('.');
  // The header is compared whole: one that asks for anything else (`zip`, `crit`, another `alg`) is not even read.
  if (header !== headerOf(sealing) || wrappedKey !== '' || rest.length !== 3) return undefined;
  const [nonce, text, tag] = rest.map(bytesOf);
  if (nonce?.length !== NONCE_BYTES || text === undefined || tag?.length !== TAG_BYTES) return undefined;
  const decipher = createDecipheriv(CIPHER, keyObjectOf(sealing.key), nonce, OPTIONS)
    .setAAD(Buffer.from(header, 'ascii'))
    .setAuthTag(tag);
  const bytes = decipher.update(text);
  try {
    decipher.final(); // throws where the tag is not that of the text
    return bytes;
  } catch {
    return undefined;
  }
};

/** The protected header as every text of a key has it: the order of its members is part of the format. */
const headerOf = ({ keyId: kid, customerId: sub }: SealingKey): string =>
  Buffer.from(JSON.stringify({ alg: 'dir', enc: 'A256GCM', kid, sub })).toString('base64url');

/** What base64url stands for; Node reads past what is none, so that it has to come out the same again. */
const bytesOf = (part: string): Buffer | undefined => {
  const bytes = Buffer.from(part, 'base64url');
  return bytes.toString('base64url') === part ? bytes : undefined;
};
