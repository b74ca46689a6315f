import type { Consent } from '../customers/customer.ts';
import { EVERY_PURPOSE } from './apply-consent.ts';

/** What a command says of a consent. */
export type ConsentContent = {
  readonly channel: string;
  readonly purpose?: string | undefined;
  readonly wording?: string | undefined;
  readonly source: string;
};

/** The evidence that a command brings; a refusal without a purpose is one of everything on its channel. */
export const consentOf = (
  { channel, purpose, wording, source }: ConsentContent,
  said: { readonly given: boolean; readonly at: string; readonly recordedBy: string },
): Consent => ({
  channel,
  purpose: purpose ?? EVERY_PURPOSE,
  source,
  ...said,
  ...(wording === undefined ? {} : { wording }),
});
