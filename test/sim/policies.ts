import { policies } from '../../config/policies.ts';
import type { ContactPolicies } from '../../shared/policy/contact-policies.ts';
import { aTemplate } from '../support/a-template.ts';

const texts = {
  subject: 'A reminder for {{ customer.name }}',
  text: 'Dear {{ customer.name }}, this is about {{ campaignId }}. {{ unsubscribeUrl }}',
  sms: 'Dear {{ customer.name }}, please call us.',
  voice: '<speak>Dear {{ customer.name }}, please call us.</speak>',
};

/** Purposes that limit contacts: their hours and days end while messages of every world are on their way. */
const limited = {
  'sim-rest': {
    basis: 'contract',
    quietHours: {
      all: { from: '22:00', until: '02:30' },
      sms: { from: '02:00', until: '03:00' },
      phone: { from: '20:00', until: '08:01', days: [0] },
    },
  },
  'sim-offers': {
    basis: 'contract',
    quietHours: { all: { from: '23:57', until: '00:02' } },
    caps: [
      { most: 2, per: 'day' },
      { most: 3, per: { days: 1 } },
    ],
  },
} as const satisfies ContactPolicies['purposes'];

/** What holds in every world: as it is deployed, and purposes that limit contacts. */
export const simPolicies = {
  ...policies,
  purposes: { ...policies.purposes, ...limited },
  deferrals: { most: 20, days: 2 },
} as const satisfies ContactPolicies;

/** The templates of contacts that are limited. */
export const limitedTemplateIds = Object.keys(limited);

/** Every template there is: that of most messages, which nothing limits, and one for each purpose that does. */
export const simTemplates = new Map(
  [
    aTemplate(texts),
    ...limitedTemplateIds.map((purpose) => aTemplate(texts, { templateId: purpose, purpose })),
  ].map((template) => [template.templateId, template]),
);
