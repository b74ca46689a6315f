/**
 * Encrypts personal data under its customer's own key, as a compact JWE (`dir`, A256GCM). The customer's id is part of the
 * authenticated header, so that a text of one customer cannot be passed off as another's.
 */
export type PersonalCipher = {
  /** Encrypts a JSON value; makes the customer's key where there is none. Throws `CustomersUnavailableError`. */
  encrypt(customerId: string, value: unknown): Promise<string>;
  /**
   * The value of a JWE of this customer; `undefined` for one that is broken, of another customer, or whose key is gone.
   * Throws `CustomersUnavailableError`.
   */
  decrypt(customerId: string, jwe: string): Promise<unknown>;
};
