import type { Fact } from '../journal/fact.ts';
import { errorFields, type Logger } from '../observability/logger.ts';
import type { Metrics } from '../observability/metrics.ts';
import type { ControlBoard } from '../state/control-board.ts';
import type { ControlStore } from '../state/control-store.ts';
import {
  admissionOf,
  type BreakerState,
  type CallReport,
  close,
  halfOpen,
  neverOpened,
  open,
  report,
} from './breaker.ts';
import { breakerControl, breakerFact, breakerStateOf, type ServiceName } from './breaker-record.ts';
import { CallWindow } from './call-window.ts';
import type { CallOutcome, ServiceBreaker } from './external-service.ts';

export type SharedBreakerOptions = {
  readonly name: ServiceName;
  readonly board: ControlBoard;
  readonly store: Pick<ControlStore, 'write'>;
  readonly now: () => number;
  readonly random: () => number;
  readonly newId: () => string;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly dimensions: Readonly<Record<string, string>>;
};

type Seen<State = BreakerState> = { readonly version: number; readonly state: State };

/** Others write the same switch under an outage: how often a report is tried anew on what they wrote. */
const MOST_TRIES = 5;
/** A transition is retold by whoever sees it first within so many milliseconds, in case its maker died before it could. */
const RETELL_MS = 600_000;

/** A breaker over the stage's switches: read with all others once a second, written at transitions and under failure only. */
export class SharedBreaker implements ServiceBreaker {
  readonly #options: SharedBreakerOptions;
  readonly #control: string;
  readonly #window = new CallWindow();
  #seen: Seen = { version: 0, state: neverOpened };
  #probe: Seen<Extract<BreakerState, { opens: number }>> | undefined;
  #answered = false;
  #failed = false;
  #refusal: string | undefined;
  #retryAfterMs = 0;
  #news: readonly BreakerState[] = [];

  constructor(options: SharedBreakerOptions) {
    this.#options = options;
    this.#control = breakerControl(options.name);
  }

  async admit(leaseMs: number): Promise<'all' | 'one' | 'none'> {
    const { now, newId, metrics, dimensions } = this.#options;
    this.#probe = undefined;
    const { version, state } = await this.#look();
    if (state.state === 'CLOSED') return 'all';
    metrics.put(dimensions, { BREAKER_OPEN: 1 });
    const at = now();
    if (admissionOf(state, at) === 'none') return 'none';
    const lease = halfOpen(state, { owner: newId(), term: version + 1, now: at, leaseMs });
    if (!(await this.#write(version, lease))) return 'none';
    this.#probe = { version: version + 1, state: lease };
    return 'one';
  }

  note({ kind, blame, cause, retryAfterMs = 0 }: CallOutcome): void {
    const isProviders = blame === 'provider';
    if (isProviders || kind === 'accepted') this.#window.note(this.#options.now(), isProviders);
    if (blame === 'configuration') this.#refusal ??= cause;
    if (isProviders) this.#retryAfterMs = Math.max(this.#retryAfterMs, retryAfterMs);
    this.#failed ||= isProviders || blame === 'configuration';
    this.#answered = true;
  }

  async settle(): Promise<readonly Fact[]> {
    try {
      if (this.#probe !== undefined) await this.#endProbe(this.#probe);
      else if (this.#failed) await this.#reportFailures();
    } catch (error) {
      // The messages' own facts must be recorded all the same; the next batch reports again.
      this.#options.log.error('breaker not written', errorFields(error));
    }
    this.#probe = undefined;
    this.#answered = false;
    this.#failed = false;
    this.#refusal = undefined;
    this.#retryAfterMs = 0;
    return this.#news.map((state) => breakerFact(this.#options.name, state));
  }

  recorded(): void {
    this.#news = [];
  }

  /** A probe that made no call proves nothing: its lease runs out. */
  async #endProbe({ version, state }: Seen<Extract<BreakerState, { opens: number }>>): Promise<void> {
    if (!this.#answered) return;
    const { now, random } = this.#options;
    const term = version + 1;
    const next = this.#failed
      ? open(state, this.#report(0), { term, now: now(), random })
      : close('PROBE_SUCCEEDED', term, now());
    await this.#write(version, next);
  }

  async #reportFailures(): Promise<void> {
    const { board, now, random } = this.#options;
    const failures = this.#window.toReport(now());
    if (failures === 0 && this.#refusal === undefined) return;
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      if (tries > 0) board.forget();
      const { version, state } = await this.#look();
      if (state.state !== 'CLOSED') return;
      const next = report(state, this.#report(failures), { term: version + 1, now: now(), random });
      if (await this.#write(version, next)) {
        this.#window.reported();
        return;
      }
    }
  }

  #report(failures: number): CallReport {
    return { failures, refusal: this.#refusal, retryAfterMs: this.#retryAfterMs };
  }

  async #look(): Promise<Seen> {
    const control = await this.#options.board.get(this.#control);
    if (control.version === this.#seen.version) return this.#seen;
    return this.#see({ version: control.version, state: breakerStateOf(control) });
  }

  async #write(version: number, state: BreakerState): Promise<boolean> {
    const { store, board } = this.#options;
    const answer = await store.write(this.#control, { version: version + 1, value: state });
    board.forget();
    if (answer === 'stored') this.#see({ version: version + 1, state });
    return answer === 'stored';
  }

  #see(seen: Seen): Seen {
    const { log, now } = this.#options;
    const { state, term, at, cause } = seen.state;
    if (term !== this.#seen.state.term) {
      this.#window.clear();
      if (now() - at < RETELL_MS) this.#news = [...this.#news, seen.state];
      log.info('breaker', { state, term, cause });
    }
    this.#seen = seen;
    return seen;
  }
}
