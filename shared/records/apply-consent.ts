import type { Consent, Customer } from '../customers/customer.ts';

/** The purpose of a refusal of everything on a channel; no command can name it. */
export const EVERY_PURPOSE = '*';

/**
 * The customer after a consent was given or taken back, its version one more; `undefined` where newer evidence stands and
 * nothing changes. A refusal of everything also ends older consents of each purpose, and stands against those that come late.
 * A consent lifts an older OPTED_OUT ban of its own channel, and no other ban: bounces, complaints and operators have the last
 * word. Evidence of the same moment counts as a refusal.
 */
export const applyConsent = (customer: Customer, consent: Consent): Customer | undefined => {
  const isAbout = ({ channel, purpose }: Consent) =>
    channel === consent.channel && (purpose === consent.purpose || purpose === EVERY_PURPOSE);
  if (customer.consents.some((other) => isAbout(other) && !isNewer(consent, other))) return undefined;
  const kept = customer.consents
    .filter(({ channel, purpose }) => channel !== consent.channel || purpose !== consent.purpose)
    .map((other) => (isEndedBy(consent, other) ? { ...consent, purpose: other.purpose } : other));
  return {
    ...customer,
    version: customer.version + 1,
    consents: [...kept, consent],
    suppressions: customer.suppressions.filter(
      (ban) =>
        !consent.given ||
        ban.reason !== 'OPTED_OUT' ||
        ban.channel !== consent.channel ||
        timeOf(ban) >= timeOf(consent),
    ),
  };
};

const isEndedBy = (consent: Consent, other: Consent): boolean =>
  consent.purpose === EVERY_PURPOSE && other.channel === consent.channel && isNewer(consent, other);

const isNewer = (consent: Consent, other: Consent): boolean =>
  timeOf(consent) > timeOf(other) || (timeOf(consent) === timeOf(other) && !consent.given && other.given);

const timeOf = ({ at }: { readonly at: string }): number => Date.parse(at);
