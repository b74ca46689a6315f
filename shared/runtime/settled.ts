import type { Fact } from '../journal/fact.ts';
import type { LaneEntry } from '../lanes/lane-sender.ts';
import type { Timer } from '../timers/timer-store.ts';

/** Why a message goes back to its queue, and after how long at least. */
export type Retry = { readonly cause: string; readonly askedMs?: number | undefined };

/** The end of a message's way through a consumer: facts to record, and whether it is done or comes back. */
export class Settled {
  readonly facts: readonly Fact[];
  readonly retry: Retry | undefined;
  /** Why the message is to be set aside instead of coming back, which it does where that fails. */
  readonly aside: string | undefined;
  /** The name by which logs and metrics count it. */
  readonly outcome: string;

  /** What is to be put into another agent type's lane once the facts are recorded. */
  readonly fallen: LaneEntry | undefined;

  /** What is to be set, before the facts are recorded, for a command that waits for its time. */
  readonly timer: Timer | undefined;

  constructor(
    outcome: string,
    facts: readonly Fact[],
    retry?: Retry,
    aside?: string,
    fallen?: LaneEntry,
    timer?: Timer,
  ) {
    this.outcome = outcome;
    this.facts = facts;
    this.retry = retry;
    this.aside = aside;
    this.fallen = fallen;
    this.timer = timer;
  }
}

/** Settles a message that comes back, without a fact. */
export const retryLater = (cause: string): Settled => new Settled('RETRY', [], { cause });

/** Settles a message whose command goes on by another channel. */
export const fallsBack = (facts: readonly Fact[], entry: LaneEntry): Settled =>
  new Settled('FELL_BACK', facts, undefined, undefined, entry);

/** Settles a message whose command waits for its time. */
export const waitsUntil = (facts: readonly Fact[], timer: Timer): Settled =>
  new Settled('DEFERRED', facts, undefined, undefined, undefined, timer);
