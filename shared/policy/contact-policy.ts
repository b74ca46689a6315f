import type { Contact } from '../channels/renderer.ts';
import { suppressionOf } from '../customers/customer.ts';
import type { Verdict } from '../security/authoriser.ts';

/** Answers whether this customer may be contacted so now; read at send time. */
export type ContactPolicy = (contact: Contact) => Promise<Verdict>;

/** Denies contacts by a channel that the customer, or a provider, has closed. Consent by purpose is not looked at yet. */
export const denySuppressed =
  (channel: string): ContactPolicy =>
  async ({ recipient }) => {
    const ban = suppressionOf(recipient, channel);
    return ban === undefined ? { allowed: true } : { allowed: false, reasons: [ban.reason] };
  };
