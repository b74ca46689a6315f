import type { Fact } from './fact.ts';

/** `inserted`: it is in the journal by this call. `exists`: a fact of that key was there before, and stays as it was. */
export type InsertOutcome = 'inserted' | 'exists';

/** Where facts live: insert-only. */
export type Journal = {
  /**
   * Inserts each fact unless its key is taken; facts are independent of each other. Outcomes are in the order of the facts;
   * of facts with the same key within one call the first counts and the others are `exists`.
   * Throws `JournalUnavailableError` when the outcome of any fact is not known; calling again is safe.
   */
  insert(facts: readonly Fact[]): Promise<readonly InsertOutcome[]>;
  /** All facts of an aggregate, strongly consistent, by sequence. */
  read(aggregate: string): Promise<readonly Fact[]>;
  /** The named facts, strongly consistent, in the order asked; `undefined` where there is none. */
  get(keys: readonly FactKey[]): Promise<readonly (Fact | undefined)[]>;
  /** The newest facts of type `unknown`, eventually consistent, resolved ones included: at most `limit`. */
  listUnknown(limit: number): Promise<readonly Fact[]>;
};

export type FactKey = { readonly aggregate: string; readonly key: string };
