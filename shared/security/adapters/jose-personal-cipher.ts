import type { KeyRing } from '../key-ring.ts';
import type { PersonalCipher } from '../personal-cipher.ts';
import { seal } from './compact-jwe.ts';
import { JosePersonalReader, sealingKeyOf } from './jose-personal-reader.ts';

type Keys = Pick<KeyRing, 'customerKey' | 'findCustomerKey'>;

/** Personal data as compact JWE under its customer's key. */
export class JosePersonalCipher extends JosePersonalReader implements PersonalCipher {
  readonly #keys: Keys;

  constructor(keys: Keys) {
    super(keys);
    this.#keys = keys;
  }

  async encrypt(customerId: string, value: unknown): Promise<string> {
    const key = await this.#keys.customerKey(customerId);
    return seal(sealingKeyOf(customerId, key), Buffer.from(JSON.stringify(value ?? null)));
  }
}
