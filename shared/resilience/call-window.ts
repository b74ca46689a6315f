/** Calls that a process looks back on, and for how many milliseconds. */
const LAST_CALLS = 20;
const WINDOW_MS = 10_000;
/** Failures among them from which on a process says so. */
const FEWEST_FAILURES = 5;

/** The last calls of one process: enough to tell an outage from single failures, without a word to anybody. */
export class CallWindow {
  #calls: { readonly at: number; readonly failed: boolean }[] = [];
  #unreported = 0;

  /** Notes a call that was answered, or that failed by the provider's fault. */
  note(at: number, failed: boolean): void {
    if (this.#calls.length === LAST_CALLS) this.#calls.shift();
    this.#calls.push({ at, failed });
    if (failed) this.#unreported += 1;
  }

  /**
   * Failures to report: none before 5 of the last 20 calls within 10 s failed and no fewer than half of them, then those that
   * were not reported yet.
   */
  toReport(now: number): number {
    if (this.#unreported === 0) return 0;
    const recent = this.#calls.filter(({ at }) => now - at < WINDOW_MS);
    const failures = recent.filter(({ failed }) => failed).length;
    const isOutage = failures >= FEWEST_FAILURES && 2 * failures >= recent.length;
    return isOutage ? Math.min(this.#unreported, failures) : 0;
  }

  /** Forgets what was reported. */
  reported(): void {
    this.#unreported = 0;
  }

  /** Begins anew, as after an outage. */
  clear(): void {
    this.#calls = [];
    this.#unreported = 0;
  }
}
