/** An e-mail as it is handed to the provider. */
export type EmailContent = {
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html?: string | undefined;
};
