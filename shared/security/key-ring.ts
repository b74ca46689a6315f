/** The keys of a stage, as those ask for them who encrypt and sign. Every key has 32 bytes. */
export type KeyRing = {
  /** A customer's own key; `undefined` where there is none, or none any more. Throws `CustomersUnavailableError`. */
  findCustomerKey(customerId: string): Promise<Uint8Array | undefined>;
  /** A customer's own key, made where there is none. Throws `CustomersUnavailableError`. */
  customerKey(customerId: string): Promise<Uint8Array>;
  /** The stage's key for one purpose, such as signing links: the same in every process. Throws `CustomersUnavailableError`. */
  purposeKey(purpose: string): Promise<Uint8Array>;
};

/** The id of a customer's key: its item in the table of keys, and the `kid` of what it encrypts. */
export const customerKeyId = (customerId: string): string => `customer#${customerId}`;
