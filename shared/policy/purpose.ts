import type { Consent } from '../customers/customer.ts';
import type { ContactPolicies, LegalBasis, Purpose } from './contact-policies.ts';
import type { ContactQuestion } from './contact-question.ts';

/** For what a contact is, and why it may be; no basis where the policies do not know the purpose. */
export const purposeOf = (
  { template }: Pick<ContactQuestion, 'template'>,
  { purposes, defaultPurpose }: ContactPolicies,
): { readonly purpose: string; readonly basis: LegalBasis | undefined } => {
  const purpose = template?.purpose ?? defaultPurpose;
  return { purpose, basis: Object.hasOwn(purposes, purpose) ? purposes[purpose]?.basis : undefined };
};

/** What the policies say of a contact's purpose; `undefined` where they do not know it. */
export const policyOfPurpose = (
  question: Pick<ContactQuestion, 'template'>,
  policies: ContactPolicies,
): Purpose | undefined => {
  const { purpose, basis } = purposeOf(question, policies);
  return basis === undefined ? undefined : policies.purposes[purpose];
};

type Asked = Pick<ContactQuestion, 'consents' | 'channel' | 'at'>;

/**
 * The consent that allows a purpose now: one that was given before now and after every refusal. Whatever has a time that
 * cannot be read counts against the contact.
 */
export const givenConsent = (asked: Asked, purpose: string): Consent | undefined => {
  const refusals = refusalsOf(asked, purpose);
  return consentsOn(asked, purpose).find(
    (consent) => consent.given && Date.parse(consent.at) <= asked.at && isAfterAll(consent, refusals),
  );
};

/** Whether the customer's last word on a purpose is no. */
export const isRefused = (asked: Asked, purpose: string): boolean =>
  refusalsOf(asked, purpose).length > 0 && givenConsent(asked, purpose) === undefined;

const refusalsOf = (asked: Asked, purpose: string): readonly Consent[] =>
  consentsOn(asked, purpose).filter(({ given }) => !given);

const consentsOn = ({ consents, channel }: Asked, purpose: string): readonly Consent[] =>
  consents.filter((consent) => consent.purpose === purpose && isOn(consent, channel));

const isOn = (consent: Consent, channel: string): boolean =>
  consent.channel === channel || consent.channel === 'all';

const isAfterAll = ({ at }: Consent, refusals: readonly Consent[]): boolean =>
  refusals.every((refusal) => Date.parse(refusal.at) < Date.parse(at));
