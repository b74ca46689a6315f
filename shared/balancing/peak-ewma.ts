/** Milliseconds in which what was measured loses all but a third of its weight. */
const DECAY_MS = 10_000;

/**
 * An average of response times that forgets exponentially with time, but believes a peak at once: an identity that becomes slow
 * is known as slow by its first slow answer, and is tried again as that fades.
 */
export class PeakEwma {
  #ms = 0;
  #at: number | undefined;

  /** Takes a response time; `now` in milliseconds since 1970. */
  observe(ms: number, now: number): void {
    const kept = this.#kept(now);
    this.#ms = ms > this.#ms ? ms : this.#ms * kept + ms * (1 - kept);
    this.#at = now;
  }

  /** The average as of `now`; `undefined` where nothing was measured for so long that it says nothing any more. */
  value(now: number): number | undefined {
    const kept = this.#kept(now);
    return this.#at === undefined || kept < 0.05 ? undefined : this.#ms * kept;
  }

  #kept(now: number): number {
    return this.#at === undefined ? 0 : Math.exp(-Math.max(0, now - this.#at) / DECAY_MS);
  }
}
