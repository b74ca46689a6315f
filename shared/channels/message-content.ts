/** A message of plain text as it is handed to a provider. */
export type MessageContent = {
  /** The identity's sender, in the form that the provider takes. */
  readonly from: string;
  readonly to: string;
  readonly text: string;
};
