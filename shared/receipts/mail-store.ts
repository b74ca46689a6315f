/** A mail as it came in, or why there is none: `too-large`, or `gone` when nothing lies under that key (any more). */
export type StoredMail =
  | { readonly kind: 'mail'; readonly raw: Uint8Array }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'gone' };

/** Where the provider puts mails that came in. */
export type MailStore = {
  /** The mail under a key, unless it is larger than the store hands out. Throws when the store does not answer. */
  read(key: string): Promise<StoredMail>;
};
