import { isOperatorStop, suppressionsOf } from '../customers/customer.ts';
import { dataClasses } from '../messages/message-types.ts';
import type { ContactPolicies } from './contact-policies.ts';
import type { ContactQuestion } from './contact-question.ts';
import { givenConsent, isRefused, purposeOf } from './purpose.ts';

/** One reason for which a contact may not be. */
export type ContactRule = {
  /** As `command explain` shows it. */
  readonly name: string;
  /** What becomes of a command to which it objects: it waits, or ends as SUPPRESSED. */
  readonly effect: 'HOLD' | 'DROP';
  /** Codes of what it objects to; none where it lets the contact pass. */
  readonly reasonsOf: (question: ContactQuestion, policies: ContactPolicies) => readonly string[];
};

const none: readonly string[] = [];

/** The stage's stop is a matter of minutes: what it meets waits, and is not lost. */
const stop: ContactRule = {
  name: 'stop',
  effect: 'HOLD',
  reasonsOf: ({ isStopped }) => (isStopped ? ['STOPPED'] : none),
};

/** A customer's stop may last for ever, so that waiting for its end would only fill queues. */
const customerStop: ContactRule = {
  name: 'customer stop',
  effect: 'DROP',
  reasonsOf: ({ suppressions }) => (suppressions.some(isOperatorStop) ? ['CUSTOMER_STOPPED'] : none),
};

const suppression: ContactRule = {
  name: 'suppression',
  effect: 'DROP',
  reasonsOf: (question) => {
    if (question.suppressions.length === 0) return none;
    const bans = suppressionsOf(question, question.channel).filter((ban) => !isOperatorStop(ban));
    return [...new Set(bans.map(({ reason }) => reason))];
  },
};

const consent: ContactRule = {
  name: 'consent',
  effect: 'DROP',
  reasonsOf: (question, policies) => {
    const { purpose, basis } = purposeOf(question, policies);
    if (basis === undefined) return [`UNKNOWN_PURPOSE:${purpose}`];
    if (basis === 'legal-obligation') return none;
    if (isRefused(question, purpose)) return [`CONSENT_REVOKED:${purpose}`];
    if (basis === 'consent' && givenConsent(question, purpose) === undefined)
      return [`NO_CONSENT:${purpose}`];
    return none;
  },
};

const classification: ContactRule = {
  name: 'classification',
  effect: 'DROP',
  reasonsOf: ({ template, channel }, policies) => {
    const { highestClassification: listed, highestClassificationElsewhere: elsewhere } = policies;
    const highest = (Object.hasOwn(listed, channel) ? listed[channel] : undefined) ?? elsewhere;
    const held = template?.dataClassification ?? policies.defaultClassification;
    return dataClasses.indexOf(held) > dataClasses.indexOf(highest) ? ['CLASSIFICATION_TOO_HIGH'] : none;
  },
};

/**
 * The rules of the contact gate, in the order in which reasons are told. Further ones (quiet hours, caps, budget) are entries
 * here; what they read becomes a field of `ContactQuestion`, and waiting until a time becomes a third effect.
 */
export const contactRules: readonly ContactRule[] = [
  stop,
  customerStop,
  suppression,
  consent,
  classification,
];
