import type { Fact } from '../journal/fact.ts';

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

  constructor(outcome: string, facts: readonly Fact[], retry?: Retry, aside?: string) {
    this.outcome = outcome;
    this.facts = facts;
    this.retry = retry;
    this.aside = aside;
  }
}

/** Settles a message that comes back, without a fact. */
export const retryLater = (cause: string): Settled => new Settled('RETRY', [], { cause });
