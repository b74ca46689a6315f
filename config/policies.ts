import type { ContactPolicies } from '../shared/policy/contact-policies.ts';

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
    marketing: { basis: 'consent' },
  },
  /** The purpose of templates that name none. */
  defaultPurpose: 'service',

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
