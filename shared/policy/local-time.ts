import { isZone } from '../time/zoned-time.ts';
import type { ContactPolicies, QuietHours } from './contact-policies.ts';
import type { ContactQuestion } from './contact-question.ts';
import { policyOfPurpose } from './purpose.ts';

/** The zone by whose clocks a customer lives, as far as is known. */
export const zoneOf = (
  { zone }: Pick<ContactQuestion, 'zone'>,
  { defaultZone = 'UTC' }: ContactPolicies,
): string => (zone !== undefined && isZone(zone) ? zone : defaultZone);

/** The hours that are quiet for a contact; `undefined` where none are. */
export const hoursOf = (
  question: Pick<ContactQuestion, 'template' | 'channel' | 'tier'>,
  policies: ContactPolicies,
): QuietHours | undefined => {
  const { quietHours = {}, criticalAtAnyHour } = policyOfPurpose(question, policies) ?? {};
  if (criticalAtAnyHour === true && question.tier === 'CRITICAL') return undefined;
  const { channel } = question;
  return Object.hasOwn(quietHours, channel) ? quietHours[channel] : quietHours['all'];
};
