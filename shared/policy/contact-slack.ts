/**
 * Milliseconds from the read of a customer to the last moment at which a send may start on it: an opt-out that the read missed
 * was accepted after it, and within 5 s of that the last send must have started. Of these 5 s one is for the switches, which
 * may have been a second old at the read, and one for the way from here onto the wire.
 */
export const OLDEST_VERDICT_MS = 3000;

/** Milliseconds after a decision within which the contact begins, by any machine's clock: times of contacts are known so well. */
export const CONTACT_SLACK_MS = OLDEST_VERDICT_MS + 2000;
