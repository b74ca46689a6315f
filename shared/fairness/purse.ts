/** Milliseconds for which tokens that were taken and not used may still be used. */
const LEASE_MS = 1000;

/** What one process has taken of a pool's buckets and not used yet. */
export class Purse {
  readonly #tokens = new Map<string, { count: number; until: number }>();
  readonly #recent = new Map<string, { since: number; used: number; before: number }>();

  /** Tokens of a bucket that may be used now, in milliseconds since 1970. */
  count(bucket: string, now: number): number {
    const held = this.#tokens.get(bucket);
    return held !== undefined && now < held.until ? held.count : 0;
  }

  /** Puts tokens in that were just taken; with some that are left, they are lost when those are. */
  put(bucket: string, count: number, now: number): void {
    const held = this.#tokens.get(bucket);
    if (held !== undefined && now < held.until && held.count > 0) held.count += count;
    else this.#tokens.set(bucket, { count, until: now + LEASE_MS });
  }

  /** Puts one back that was not needed, while those that came with it last. */
  giveBack(bucket: string, now: number): void {
    const held = this.#tokens.get(bucket);
    if (held !== undefined && now < held.until) held.count += 1;
  }

  /** Uses tokens, and keeps in mind how many. */
  use(bucket: string, used: number, now: number): void {
    const held = this.#tokens.get(bucket);
    if (held !== undefined) held.count = Math.max(0, held.count - used);
    const recent = this.#recent.get(bucket);
    if (recent !== undefined && now - recent.since < LEASE_MS) recent.used += used;
    else {
      const isNext = recent !== undefined && now - recent.since < 2 * LEASE_MS;
      this.#recent.set(bucket, { since: now, used, before: isNext ? recent.used : 0 });
    }
  }

  /** What was used here in about the last second: the next one will take as much. */
  usual(bucket: string, now: number): number {
    const recent = this.#recent.get(bucket);
    return recent === undefined || now - recent.since >= 2 * LEASE_MS
      ? 0
      : Math.max(recent.used, recent.before);
  }
}
