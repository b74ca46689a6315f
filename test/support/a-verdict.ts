import type { ContactBasis } from '../../shared/journal/subjects.ts';
import type { Judgement } from '../../shared/policy/contact-gate.ts';

/** Why contacts of tests are allowed. */
export const aBasis: ContactBasis = { purpose: 'service', basis: 'contract' };

/** What a gate says that lets everything pass. */
export const allowed: Judgement = { answers: [], verdict: { kind: 'ALLOW', basis: aBasis } };

/** What a gate says that ends a command. */
export const dropped = (...reasons: readonly string[]): Judgement => ({
  answers: [],
  verdict: { kind: 'DROP', reasons },
});
