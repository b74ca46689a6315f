import { compactDecrypt } from 'jose/jwe/compact/decrypt';
import { CompactEncrypt } from 'jose/jwe/compact/encrypt';

/** A key, and what the texts under it name in their protected header: nobody can change either without the key. */
export type SealingKey = {
  readonly key: Uint8Array;
  /** The key's id. */
  readonly keyId: string;
  /** Whose text it is. */
  readonly customerId: string;
};

const ALGORITHMS = { alg: 'dir', enc: 'A256GCM' } as const;
const ACCEPTED = {
  keyManagementAlgorithms: [ALGORITHMS.alg],
  contentEncryptionAlgorithms: [ALGORITHMS.enc],
  maxDecompressedLength: 0, // ours are never compressed
};

/** Encrypts bytes as a compact JWE: AES-256-GCM under the key itself, a fresh random nonce each time. */
export const seal = ({ key, keyId, customerId }: SealingKey, bytes: Uint8Array): Promise<string> =>
  new CompactEncrypt(bytes).setProtectedHeader({ ...ALGORITHMS, kid: keyId, sub: customerId }).encrypt(key);

/** The bytes of a compact JWE; `undefined` for a broken one, and for one under another key or of another customer. */
export const unseal = async (
  { key, keyId, customerId }: SealingKey,
  jwe: string,
): Promise<Uint8Array | undefined> => {
  const { plaintext, protectedHeader } = await compactDecrypt(jwe, key, ACCEPTED).catch(() => NOTHING);
  return protectedHeader?.kid === keyId && protectedHeader['sub'] === customerId ? plaintext : undefined;
};

const NOTHING = { plaintext: undefined, protectedHeader: undefined };
