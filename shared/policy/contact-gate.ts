import type { ContactBasis } from '../journal/subjects.ts';
import type { ContactPolicies } from './contact-policies.ts';
import type { ContactQuestion } from './contact-question.ts';
import { type ContactEffect, type ContactRule, contactEffects, contactRules } from './contact-rules.ts';
import { type Deferral, deferContact } from './defer-contact.ts';
import type { CapQuestion } from './frequency-cap.ts';
import { zoneOf } from './local-time.ts';
import { givenConsent, policyOfPurpose, purposeOf } from './purpose.ts';

/**
 * Whether a contact may go out now. `HOLD`: not now, ask again. `DEFER`: not before `until`. `DROP`: never. `CANCEL`: its campaign
 * took it back. Reasons are codes, and all of them.
 */
export type ContactVerdict =
  | {
      readonly kind: 'ALLOW';
      readonly basis: ContactBasis;
      readonly templateVersion?: string | undefined;
      /** Where it is limited how often the customer is contacted: that is still to be asked. */
      readonly cap?: CapDuty | undefined;
    }
  | Deferral
  | { readonly kind: 'HOLD' | 'CANCEL'; readonly reasons: readonly string[] };

/** What the decision about a limited contact needs; `beyond` says what becomes of it where there is no room before an instant. */
export type CapDuty = Pick<CapQuestion, 'caps' | 'zone'> & {
  readonly purpose: string;
  readonly beyond: (freeFrom: number) => Deferral;
};

/** What one rule says: `PASS` and no reason, or its effect and why. */
export type RuleAnswer = {
  readonly rule: string;
  readonly effect: 'PASS' | ContactRule['effect'];
  readonly reasons: readonly string[];
};

/** The verdict on a contact, and what each rule says of it. */
export type Judgement = { readonly verdict: ContactVerdict; readonly answers: readonly RuleAnswer[] };

/** Decides about a contact: every rule is asked, one that objects is enough, and of several the strongest effect counts. */
export const judgeContact = (question: ContactQuestion, policies: ContactPolicies): Judgement => {
  const answers = contactRules.map(({ name, effect, reasonsOf }): RuleAnswer => {
    const reasons = reasonsOf(question, policies);
    return { rule: name, effect: reasons.length === 0 ? 'PASS' : effect, reasons };
  });
  const reasons = answers.flatMap((answer) => answer.reasons);
  const isAllowed = reasons.length === 0;
  const strongest = isAllowed
    ? undefined
    : contactEffects.find((of) => answers.some(({ effect }) => effect === of));
  const verdict =
    strongest === undefined ? allow(question, policies) : deny(strongest, reasons, question, policies);
  return { answers, verdict };
};

const deny = (
  kind: ContactEffect,
  reasons: readonly string[],
  question: ContactQuestion,
  policies: ContactPolicies,
): ContactVerdict =>
  kind === 'DEFER' ? deferContact(question, policies, { earliest: question.at, reasons }) : { kind, reasons };

const allow = (question: ContactQuestion, policies: ContactPolicies): ContactVerdict => {
  const { purpose, basis } = purposeOf(question, policies);
  const consent = basis === 'consent' ? givenConsent(question, purpose) : undefined;
  return {
    kind: 'ALLOW',
    templateVersion: question.template?.version,
    basis: {
      purpose,
      basis: basis ?? 'none',
      ...(consent === undefined ? {} : { consentSource: consent.source, consentAt: consent.at }),
    },
    ...capOf(purpose, question, policies),
  };
};

const capOf = (
  purpose: string,
  question: ContactQuestion,
  policies: ContactPolicies,
): { readonly cap?: CapDuty } => {
  const { caps = [], beyondCap = 'DEFER' } = policyOfPurpose(question, policies) ?? {};
  if (caps.length === 0) return {};
  const reasons = [`FREQUENCY_CAP:${purpose}`];
  const beyond = (earliest: number): Deferral =>
    beyondCap === 'DROP'
      ? { kind: 'DROP', reasons }
      : deferContact(question, policies, { earliest, reasons });
  return { cap: { caps, zone: zoneOf(question, policies), purpose, beyond } };
};
