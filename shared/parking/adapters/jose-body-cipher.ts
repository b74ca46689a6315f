import { type SealingKey, seal, unseal } from '../../security/adapters/compact-jwe.ts';
import { sealingKeyOf } from '../../security/adapters/jose-personal-reader.ts';
import type { KeyRing } from '../../security/key-ring.ts';
import type { BodyCipher } from '../body-cipher.ts';

const PURPOSE = 'parked-bodies';

/** Bodies as compact JWE. */
export class JoseBodyCipher implements BodyCipher {
  readonly #keys: KeyRing;

  constructor(keys: KeyRing) {
    this.#keys = keys;
  }

  async seal(customerId: string | undefined, body: string): Promise<string> {
    const key =
      customerId === undefined
        ? await this.#purposeKey()
        : sealingKeyOf(customerId, await this.#keys.customerKey(customerId));
    return seal(key, Buffer.from(body, 'utf8'));
  }

  async open(customerId: string | undefined, sealed: string): Promise<string | undefined> {
    const key = customerId === undefined ? await this.#purposeKey() : await this.#customerKey(customerId);
    const bytes = key && unseal(key, sealed);
    return bytes && Buffer.from(bytes).toString('utf8');
  }

  async #customerKey(customerId: string): Promise<SealingKey | undefined> {
    const key = await this.#keys.findCustomerKey(customerId);
    return key && sealingKeyOf(customerId, key);
  }

  async #purposeKey(): Promise<SealingKey> {
    return { key: await this.#keys.purposeKey(PURPOSE), keyId: `purpose#${PURPOSE}`, customerId: '' };
  }
}
