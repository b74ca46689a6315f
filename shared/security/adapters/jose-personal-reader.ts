import { customerKeyId, type KeyReader } from '../key-ring.ts';
import type { PersonalCipher } from '../personal-cipher.ts';
import { type SealingKey, unseal } from './compact-jwe.ts';

/** Reads personal data: compact JWE under its customer's key. */
export class JosePersonalReader implements Pick<PersonalCipher, 'decrypt'> {
  readonly #keys: Pick<KeyReader, 'findCustomerKey'>;

  constructor(keys: Pick<KeyReader, 'findCustomerKey'>) {
    this.#keys = keys;
  }

  async decrypt(customerId: string, jwe: string): Promise<unknown> {
    const key = await this.#keys.findCustomerKey(customerId);
    const bytes = key && unseal(sealingKeyOf(customerId, key), jwe);
    return bytes && parse(Buffer.from(bytes).toString('utf8'));
  }
}

/** What a customer's personal data is encrypted with. */
export const sealingKeyOf = (customerId: string, key: Uint8Array): SealingKey => ({
  key,
  keyId: customerKeyId(customerId),
  customerId,
});

/** Whoever has the key may have encrypted something that is no JSON. */
const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
