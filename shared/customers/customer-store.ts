import type { Customer, Suppression } from './customer.ts';

/** What a write did: `stored`, or `conflict` where somebody else changed the customer meanwhile and nothing was written. */
export type PutOutcome = 'stored' | 'conflict';

/** What a suppression did: `recorded`, or `known` where the same ban was there, with the one in force; or `no-customer`. */
export type SuppressOutcome =
  | { readonly what: 'recorded' | 'known'; readonly ban: Suppression }
  | { readonly what: 'no-customer' };

/** Where customers are kept, their personal fields encrypted under a key of their own. */
export type CustomerStore = {
  /**
   * The customers of these ids that exist, strongly consistent and never cached; up to 50 in one call to AWS, their keys
   * included. Throws `CustomersUnavailableError`.
   */
  get(customerIds: readonly string[]): Promise<ReadonlyMap<string, Customer>>;
  /** Writes a customer whose stored version is `customer.version - 1` (0 for a new one), and its addresses' index. */
  put(customer: Customer): Promise<PutOutcome>;
  /** Adds a suppression, idempotently: the same channel and reason are one, with the first's evidence. */
  suppress(customerId: string, suppression: Suppression): Promise<SuppressOutcome>;
  /** A customer who has this address on a channel, in whatever case; of several who share it the first by id. Found by a keyed hash: no address is stored in the clear. */
  findByAddress(channel: string, address: string): Promise<string | undefined>;
  /** Ids in no particular order, from after `start`; `next` is absent on the last page. */
  list(
    limit: number,
    start?: string,
  ): Promise<{ readonly customerIds: readonly string[]; readonly next?: string }>;
};
