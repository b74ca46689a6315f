/** Encrypts the bodies of parked messages: without their customer's key they are gone, and so they are after an erasure. */
export type BodyCipher = {
  /** Encrypts under the customer's key, or under the stage's where no customer is known. Throws `CustomersUnavailableError`. */
  seal(customerId: string | undefined, body: string): Promise<string>;
  /** The body; `undefined` where the key is gone or the text is not what was sealed so. Throws `CustomersUnavailableError`. */
  open(customerId: string | undefined, sealed: string): Promise<string | undefined>;
};
