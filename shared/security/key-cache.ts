export type KeyCacheOptions = {
  /** Entries at most; the one that was not asked for the longest goes first. */
  readonly most: number;
  readonly ageMs: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
};

/**
 * A bounded memory of keys, each for a limited time from when it was stored. Our own, since `lru-cache` would add 18 KiB to
 * each bundle.
 */
export class KeyCache<Key> {
  readonly #entries = new Map<string, { readonly key: Key; readonly until: number }>();
  readonly #options: KeyCacheOptions;

  constructor(options: KeyCacheOptions) {
    this.#options = options;
  }

  get(id: string): Key | undefined {
    const entry = this.#entries.get(id);
    if (entry === undefined) return undefined;
    this.#entries.delete(id);
    if (entry.until <= this.#options.now()) return undefined;
    this.#entries.set(id, entry); // a map's order is that of its insertions: now the last
    return entry.key;
  }

  set(id: string, key: Key): void {
    const { most, ageMs, now } = this.#options;
    this.#entries.delete(id);
    this.#entries.set(id, { key, until: now() + ageMs });
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > most && oldest !== undefined) this.#entries.delete(oldest);
  }
}
