import type { Classification } from '../templates/template-store.ts';

/** A text message as it is handed to the provider. */
export type SmsContent = {
  /** A number in E.164, a sender id, or the provider's id of either. */
  readonly from: string;
  /** E.164. */
  readonly to: string;
  readonly text: string;
  /** Why it is sent; carriers treat advertising otherwise. */
  readonly classification: Classification;
};
