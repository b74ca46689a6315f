import type { Customer } from '../customers/customer.ts';
import type { Fact } from '../journal/fact.ts';

/** A customer as it rests: where the key is gone, its personal fields go back as they are. */
export type StoredProfile = { readonly customer: Customer; readonly unreadable?: string | undefined };

/** A row beside a customer's profile that is written once: a payment, or evidence of what was agreed to or refused. */
export type RecordRow = {
  readonly customerId: string;
  /** Its name beside the profile, such as `payment#<paymentId>`; taken at most once. */
  readonly part: string;
  /** Ids, codes and times. */
  readonly open: Readonly<Record<string, unknown>>;
  /** Encrypted under the customer's key. */
  readonly personal: unknown;
};

/** What one command commits, all of it or nothing. */
export type Commit = {
  /** At most one commit of a claim is ever made. */
  readonly claim: Fact;
  /** What the stream tells the bus and the audit. */
  readonly facts: readonly Fact[];
  readonly row?: RecordRow | undefined;
  /** The customer as it is from now on, its version one more than the one that was found. */
  readonly profile?: StoredProfile | undefined;
};

/**
 * `committed`: all of it is stored. Otherwise nothing is: `claimed-before` where its claim was committed before, `row-taken`
 * where another command wrote that row, `changed` where somebody else changed the customer meanwhile.
 */
export type CommitOutcome = 'committed' | 'claimed-before' | 'row-taken' | 'changed';

/** Where records are kept: journal and customers, written together. */
export type RecordStore = {
  /** A customer, strongly consistent. Throws `CustomersUnavailableError`. */
  find(customerId: string): Promise<StoredProfile | undefined>;
  /** Commits all or nothing. Throws `CustomersUnavailableError` where that is not known; calling again is safe. */
  commit(commit: Commit): Promise<CommitOutcome>;
};
