/** The keys of a stage, as those ask for them who decrypt and sign. Every key has 32 bytes. */
export type KeyReader = {
  /** A customer's own key; `undefined` where there is none, or none any more. Throws `CustomersUnavailableError`. */
  findCustomerKey(customerId: string): Promise<Uint8Array | undefined>;
  /** The stage's key for one purpose, such as signing links: the same in every process. Throws `CustomersUnavailableError`. */
  purposeKey(purpose: string): Promise<Uint8Array>;
};

/** The keys of a stage, for those who also encrypt for customers whom nobody has encrypted for before. */
export type KeyRing = KeyReader & {
  /** A customer's own key, made where there is none. Throws `CustomersUnavailableError`. */
  customerKey(customerId: string): Promise<Uint8Array>;
};

/** The id of a customer's key: its item in the table of keys, and the `kid` of what it encrypts. */
export const customerKeyId = (customerId: string): string => `customer#${customerId}`;
