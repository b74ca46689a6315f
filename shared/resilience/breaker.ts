import { type BackoffBounds, backoffMs } from './backoff.ts';

/** Where a breaker stands, as all environments share it. */
export type BreakerState = {
  /** Grows with each transition: the version of the switch that it made. 0 where there was none yet. */
  readonly term: number;
  /** When the transition was made, in milliseconds since 1970. */
  readonly at: number;
  /** Why, as a code. */
  readonly cause: string;
} & (
  | { readonly state: 'CLOSED'; readonly suspicion?: Suspicion | undefined }
  | {
      readonly state: 'OPEN';
      /** How often in a row it opened: the wait grows with it. */
      readonly opens: number;
      /** From when on a probe may go, in milliseconds since 1970; absent while an operator holds it open. */
      readonly until?: number | undefined;
    }
  | {
      readonly state: 'HALF_OPEN';
      readonly opens: number;
      /** Who probes; after `until` it is taken for dead and another one may. */
      readonly owner: string;
      readonly until: number;
    }
);

/** Failures that environments have reported while it is closed, since a time in milliseconds since 1970. */
export type Suspicion = { readonly failures: number; readonly since: number };

/** What a batch's calls say: failures not yet reported, and the first refusal of our set-up. */
export type CallReport = {
  readonly failures: number;
  readonly refusal?: string | undefined;
  /** Milliseconds that the provider asked us to wait. */
  readonly retryAfterMs?: number | undefined;
};

/** Reported failures that open it, and milliseconds for which a report counts. */
export const BREAKER_FAILURES = 10;
export const BREAKER_WINDOW_MS = 10_000;

/** The wait until a probe: 1 s and a share of 5 s, doubling each time that it opens again, at most 5 min. */
const WAIT_AT_LEAST_MS = 1000;
const WAIT_BOUNDS: BackoffBounds = { baseMs: 5000, capMs: 300_000 };

/** A breaker that nothing ever happened to. */
export const neverOpened: BreakerState = { state: 'CLOSED', term: 0, at: 0, cause: 'NEVER_OPENED' };

/** Who may call: everybody, nobody, or whoever gets hold of the one probe. */
export const admissionOf = (state: BreakerState, now: number): 'all' | 'none' | 'probe' => {
  if (state.state === 'CLOSED') return 'all';
  return state.until !== undefined && now >= state.until ? 'probe' : 'none';
};

/** Gives the probe to an owner that cannot be alive after `leaseMs`. */
export const halfOpen = (
  state: Extract<BreakerState, { opens: number }>,
  lease: { readonly owner: string; readonly term: number; readonly now: number; readonly leaseMs: number },
): Extract<BreakerState, { state: 'HALF_OPEN' }> => ({
  state: 'HALF_OPEN',
  term: lease.term,
  at: lease.now,
  cause: state.cause,
  opens: state.opens,
  owner: lease.owner,
  until: lease.now + lease.leaseMs,
});

/** Opens it, for longer each time in a row. */
export const open = (
  before: BreakerState,
  { refusal, retryAfterMs = 0 }: CallReport,
  at: { readonly term: number; readonly now: number; readonly random: () => number },
): BreakerState => {
  const opens = before.state === 'CLOSED' ? 1 : before.opens + 1;
  const asked = Math.max(WAIT_AT_LEAST_MS, retryAfterMs);
  return {
    state: 'OPEN',
    term: at.term,
    at: at.now,
    cause: refusal ?? 'PROVIDER_FAILURES',
    opens,
    until: at.now + backoffMs(opens - 1, WAIT_BOUNDS, at.random, asked),
  };
};

/** Opens it until an operator closes it: nothing probes. */
export const holdOpen = (term: number, now: number): BreakerState => ({
  state: 'OPEN',
  term,
  at: now,
  cause: 'OPERATOR',
  opens: 1,
});

/** Closes it. */
export const close = (cause: string, term: number, now: number): BreakerState => ({
  state: 'CLOSED',
  term,
  at: now,
  cause,
});

/** What a closed breaker makes of a report: it opens, or keeps the failures in mind. */
export const report = (
  before: Extract<BreakerState, { state: 'CLOSED' }>,
  calls: CallReport,
  at: { readonly term: number; readonly now: number; readonly random: () => number },
): BreakerState => {
  const { suspicion } = before;
  const live =
    suspicion !== undefined && at.now - suspicion.since < BREAKER_WINDOW_MS ? suspicion : undefined;
  const failures = (live?.failures ?? 0) + calls.failures;
  if (calls.refusal !== undefined || failures >= BREAKER_FAILURES) return open(before, calls, at);
  return { ...before, suspicion: { failures, since: live?.since ?? at.now } };
};
