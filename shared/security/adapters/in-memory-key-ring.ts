import { hkdfSync, randomBytes } from 'node:crypto';
import type { KeyRing } from '../key-ring.ts';

/** The key ring's promise without AWS: for tests, the simulator and benchmarks. Keys live as long as the object. */
export class InMemoryKeyRing implements KeyRing {
  readonly #branchKey = randomBytes(32);
  readonly #customerKeys = new Map<string, Uint8Array>();

  async findCustomerKey(customerId: string): Promise<Uint8Array | undefined> {
    return this.#customerKeys.get(customerId);
  }

  async customerKey(customerId: string): Promise<Uint8Array> {
    const key = this.#customerKeys.get(customerId) ?? randomBytes(32);
    this.#customerKeys.set(customerId, key);
    return key;
  }

  async purposeKey(purpose: string): Promise<Uint8Array> {
    return new Uint8Array(hkdfSync('sha256', this.#branchKey, '', purpose, 32));
  }

  /** Forgets a customer's key, as erasure does. */
  forget(customerId: string): void {
    this.#customerKeys.delete(customerId);
  }
}
