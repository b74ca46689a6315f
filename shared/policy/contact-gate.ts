import type { ContactBasis } from '../journal/subjects.ts';
import type { ContactPolicies } from './contact-policies.ts';
import type { ContactQuestion } from './contact-question.ts';
import { type ContactRule, contactRules } from './contact-rules.ts';
import { givenConsent, purposeOf } from './purpose.ts';

/** Whether a contact may go out now. `HOLD`: not now, ask again. `DROP`: never. Reasons are codes, and all of them. */
export type ContactVerdict =
  | { readonly kind: 'ALLOW'; readonly basis: ContactBasis; readonly templateVersion?: string | undefined }
  | { readonly kind: 'HOLD' | 'DROP'; readonly reasons: readonly string[] };

/** What one rule says: `PASS` and no reason, or its effect and why. */
export type RuleAnswer = {
  readonly rule: string;
  readonly effect: 'PASS' | ContactRule['effect'];
  readonly reasons: readonly string[];
};

/** The verdict on a contact, and what each rule says of it. */
export type Judgement = { readonly verdict: ContactVerdict; readonly answers: readonly RuleAnswer[] };

/** Decides about a contact: every rule is asked, and one that objects is enough. */
export const judgeContact = (question: ContactQuestion, policies: ContactPolicies): Judgement => {
  const answers = contactRules.map(({ name, effect, reasonsOf }): RuleAnswer => {
    const reasons = reasonsOf(question, policies);
    return { rule: name, effect: reasons.length === 0 ? 'PASS' : effect, reasons };
  });
  const reasons = answers.flatMap((answer) => answer.reasons);
  if (reasons.length === 0) return { answers, verdict: allow(question, policies) };
  const kind = answers.some(({ effect }) => effect === 'DROP') ? 'DROP' : 'HOLD';
  return { answers, verdict: { kind, reasons } };
};

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
  };
};
