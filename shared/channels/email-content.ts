/** An e-mail as it is handed to the provider. */
export type EmailContent = {
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html?: string | undefined;
  /** Where a POST ends further e-mails to this customer (RFC 8058): mail programs offer it as a button. */
  readonly unsubscribeUrl: string;
  /** Where answers go when not to the sender: an address that names the command. */
  readonly replyTo?: string | undefined;
};
