import type { CampaignHold } from '../campaigns/campaign-switch.ts';
import { isOperatorStop, suppressionsOf } from '../customers/customer.ts';
import { dataClasses } from '../messages/message-types.ts';
import type { ContactPolicies } from './contact-policies.ts';
import type { ContactQuestion } from './contact-question.ts';
import { hoursOf, zoneOf } from './local-time.ts';
import { givenConsent, isRefused, purposeOf } from './purpose.ts';
import { firstAllowed } from './quiet-hours.ts';

/** What becomes of a contact to which a rule objects, the strongest first: where more than one does, that one counts. */
export const contactEffects = ['CANCEL', 'DROP', 'DEFER', 'HOLD'] as const;

/** It ends as CANCELLED or SUPPRESSED, waits until a time that is known, or until somebody says. */
export type ContactEffect = (typeof contactEffects)[number];

/** One reason for which a contact may not be. */
export type ContactRule = {
  /** As `command explain` shows it. */
  readonly name: string;
  readonly effect: ContactEffect;
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

const campaignRule = (
  name: string,
  effect: ContactEffect,
  hold: CampaignHold,
  reason: string,
): ContactRule => ({
  name,
  effect,
  reasonsOf: ({ campaignHold }) => (campaignHold === hold ? [reason] : none),
});

/** When it may go is for whoever asks: `hoursOf` says by which hours. */
const quietHours: ContactRule = {
  name: 'quiet hours',
  effect: 'DEFER',
  reasonsOf: (question, policies) => {
    const hours = hoursOf(question, policies);
    if (hours === undefined) return none;
    const { at } = question;
    return firstAllowed(hours, at, zoneOf(question, policies)) > at ? ['QUIET_HOURS'] : none;
  },
};

/**
 * The rules of the contact gate, in the order in which reasons are told. How often a customer is contacted is asked after all of
 * them (`judge-cap.ts`): it is the only one whose answer must be written down.
 */
export const contactRules: readonly ContactRule[] = [
  stop,
  campaignRule('campaign pause', 'HOLD', 'PAUSED', 'CAMPAIGN_PAUSED'),
  campaignRule('campaign end', 'CANCEL', 'CANCELLED', 'CAMPAIGN_CANCELLED'),
  campaignRule('budget', 'DROP', 'SPENT', 'BUDGET_SPENT'),
  customerStop,
  suppression,
  consent,
  classification,
  quietHours,
];
