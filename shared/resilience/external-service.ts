import type { Fact } from '../journal/fact.ts';
import type { Blame } from './failure-verdicts.ts';

/** What one call came to, as far as a breaker looks at it. */
export type CallOutcome = {
  readonly kind: string;
  readonly cause?: string;
  readonly blame?: Blame;
  readonly retryAfterMs?: number | undefined;
};

/** The breaker of one service as one process works with it; a batch admits, notes its calls, settles and records. */
export type ServiceBreaker = {
  /**
   * Who may call now, as of at most a second ago: all, none, or one, who has the probe for `leaseMs`. Throws
   * `ControlsUnavailableError`.
   */
  admit(leaseMs: number): Promise<'all' | 'one' | 'none'>;
  /** Takes what a call came to. */
  note(outcome: CallOutcome): void;
  /** Makes the transition that the calls since the last time ask for; gives the facts to record. Never throws. */
  settle(): Promise<readonly Fact[]>;
  /** The facts that `settle` gave are in the journal. */
  recorded(): void;
};

/**
 * Somebody else's service as we call it: asked once within a time-out, never throws, answers with an outcome, and has a
 * breaker that all environments share. One layer repeats a call, and here that is always the lane, with its back-off, full
 * jitter and `Retry-After`: a send is claimed, a claim is one call, and a repeat within the process would be a second contact.
 */
export type ExternalService<Question extends readonly unknown[], Outcome extends CallOutcome> = {
  send(...question: Question): Promise<Outcome>;
  readonly retries: 'by lane';
  readonly breaker: ServiceBreaker;
};
