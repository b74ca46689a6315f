import { hkdfSync } from 'node:crypto';

/** The stage's secret of 32 bytes, of which keys for different purposes are made: none of them tells another. */
export class BranchKey {
  readonly #secret: Uint8Array;
  readonly #derived = new Map<string, Uint8Array>();

  constructor(secret: Uint8Array) {
    this.#secret = secret;
  }

  /** The key of 32 bytes for a purpose, by HKDF with SHA-256; purposes are names in the code, so there are few. */
  keyFor(purpose: string): Uint8Array {
    const key =
      this.#derived.get(purpose) ?? new Uint8Array(hkdfSync('sha256', this.#secret, '', purpose, 32));
    this.#derived.set(purpose, key);
    return key;
  }
}
