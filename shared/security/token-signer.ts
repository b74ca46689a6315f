/** Signs short texts that leave the system and come back, such as the ids in a link. */
export type TokenSigner = {
  /**
   * A URL-safe token that carries `payload` readably (no secret in it) with a MAC for one purpose; at most 22 characters
   * longer than the payload's base64url and a dot. Throws `CustomersUnavailableError`.
   */
  sign(purpose: string, payload: string): Promise<string>;
  /** The payload of a token signed for this purpose; `undefined` for any other text. Throws `CustomersUnavailableError`. */
  verify(purpose: string, token: string): Promise<string | undefined>;
};
