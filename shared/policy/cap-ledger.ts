import type { CapUse } from './frequency-cap.ts';

/** Contacts for one purpose are counted by customer, over all channels. */
export type CapKey = { readonly customerId: string; readonly purpose: string };

/** The contacts that may count, and how often the record of them was changed: 0 where there is none. */
export type CapRecord = { readonly version: number; readonly uses: readonly CapUse[] };

/** A new version of a record; it may be forgotten at `expiresAt` (milliseconds since 1970). */
export type CapChange = { readonly key: CapKey; readonly record: CapRecord; readonly expiresAt: number };

/** How often customers were contacted: all decisions about one customer and purpose follow one another by its versions. */
export type CapLedger = {
  /** Those asked for, in order, strongly consistent, in one call for up to 100. Throws `CapsUnavailableError`. */
  read(keys: readonly CapKey[]): Promise<readonly CapRecord[]>;
  /**
   * Replaces each record whose stored version is the one before, in one call for up to 25; `conflict` where somebody else, or a
   * lost try of ours, was faster. Throws `CapsUnavailableError`: then some may be written.
   */
  write(changes: readonly CapChange[]): Promise<readonly ('stored' | 'conflict')[]>;
};

/** How often somebody was contacted could not be read or written: what depends on it must wait. */
export class CapsUnavailableError extends Error {
  override readonly name = 'CapsUnavailableError';
  readonly retryable = true;
}

/** Agents may write items of the table of state whose id begins so (`State.grantCaps`). */
export const CAP_PREFIX = 'cap#';
