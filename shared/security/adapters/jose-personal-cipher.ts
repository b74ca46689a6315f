import { customerKeyId, type KeyRing } from '../key-ring.ts';
import type { PersonalCipher } from '../personal-cipher.ts';
import { type SealingKey, seal, unseal } from './compact-jwe.ts';

/** Personal data as compact JWE under its customer's key. */
export class JosePersonalCipher implements PersonalCipher {
  readonly #keys: Pick<KeyRing, 'customerKey' | 'findCustomerKey'>;

  constructor(keys: Pick<KeyRing, 'customerKey' | 'findCustomerKey'>) {
    this.#keys = keys;
  }

  async encrypt(customerId: string, value: unknown): Promise<string> {
    const key = await this.#keys.customerKey(customerId);
    return seal(sealingKey(customerId, key), Buffer.from(JSON.stringify(value ?? null)));
  }

  async decrypt(customerId: string, jwe: string): Promise<unknown> {
    const key = await this.#keys.findCustomerKey(customerId);
    const bytes = key && (await unseal(sealingKey(customerId, key), jwe));
    return bytes && parse(Buffer.from(bytes).toString('utf8'));
  }
}

const sealingKey = (customerId: string, key: Uint8Array): SealingKey => ({
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
