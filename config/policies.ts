import type { ContactPolicies } from '../shared/policy/contact-policies.ts';

const SUNDAY = 0;

/** For what customers are contacted, and what may go over which channel. */
export const policies = {
  /**
   * What a template may name as its `purpose`, and why the law allows it. `consent`: only who agreed to this purpose on this
   * channel is contacted. Any other basis needs no agreement; a refusal of the purpose counts nevertheless, but for
   * `legal-obligation`. A purpose that is not listed here is never served.
   */
  purposes: {
    service: { basis: 'contract' },
    'legal-notice': { basis: 'legal-obligation' },
    newsletter: { basis: 'consent' },
    marketing: {
      basis: 'consent',
      /** By channel, or for `all`, in the customer's own time: what comes then waits until nobody is disturbed. */
      quietHours: { all: { from: '20:00', until: '08:00', days: [SUNDAY] } },
      /** Over all channels; what is beyond waits until there is room (`beyondCap: 'DROP'`: it is never sent). */
      caps: [
        { most: 1, per: 'day' },
        { most: 3, per: { days: 7 } },
      ],
    },
  },
  /** The purpose of templates that name none. */
  defaultPurpose: 'service',

  /** The time zone of customers of whom none is known. */
  defaultZone: 'Europe/Berlin',
  /** How often, and for how long in all, one command is deferred before it ends as SUPPRESSED. */
  deferrals: { most: 20, days: 30 },

  /** What a template holds that names no `dataClassification`: INTERNAL, PERSONAL, SENSITIVE or FINANCIAL, ever more protected. */
  defaultClassification: 'PERSONAL',
  /** The most protected data that may go over a channel. */
  highestClassification: {
    email: 'FINANCIAL',
    sms: 'SENSITIVE',
    phone: 'FINANCIAL',
  },
  /** The same for channels that are not listed. */
  highestClassificationElsewhere: 'PERSONAL',
} as const satisfies ContactPolicies;
