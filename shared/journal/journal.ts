import type { DueChange } from './due-claims.ts';
import type { Fact } from './fact.ts';

/** `inserted`: it is in the journal by this call. `exists`: a fact of that key was there before, and stays as it was. */
export type InsertOutcome = 'inserted' | 'exists';

/** Where facts live: insert-only. */
export type Journal = {
  /**
   * Inserts each fact unless its key is taken; facts are independent of each other. Outcomes are in the order of the facts;
   * of facts with the same key within one call the first counts and the others are `exists`.
   * Throws `JournalUnavailableError` when the outcome of any fact is not known; calling again is safe.
   *
   * Due claims that are opened or settled go in the same call where all fits into one; else they are opened before the first
   * fact and settled after the last. The call is no transaction: what is left of it where it fails, and its owner dies before
   * it can try again, may be facts without the change, or the change without facts.
   */
  insert(facts: readonly Fact[], change?: DueChange): Promise<readonly InsertOutcome[]>;
  /** All facts of an aggregate, strongly consistent, by sequence. */
  read(aggregate: string): Promise<readonly Fact[]>;
  /** The named facts, strongly consistent, in the order asked; `undefined` where there is none. */
  get(keys: readonly FactKey[]): Promise<readonly (Fact | undefined)[]>;
  /** The newest facts of type `unknown`, eventually consistent, resolved ones included: at most `limit`. */
  listUnknown(limit: number): Promise<readonly Fact[]>;
  /**
   * The facts of type `unknown` of the times `from` to `before` (milliseconds since 1970, `before` left out), eventually
   * consistent, resolved ones included, the oldest first: at most `limit`.
   */
  listUnknownBetween(from: number, before: number, limit: number): Promise<readonly Fact[]>;
};

export type FactKey = { readonly aggregate: string; readonly key: string };
