import type { DataClass } from '../messages/message-types.ts';

/** Why a purpose may be pursued: the customer's consent, or another basis of the law (GDPR, article 6). */
export type LegalBasis =
  | 'consent'
  | 'contract'
  | 'legal-obligation'
  | 'vital-interest'
  | 'public-task'
  | 'legitimate-interest';

/** What a deployment's users decide about contacts (`config/policies.ts`). */
export type ContactPolicies = {
  /** By the name under which templates and consents know it. */
  readonly purposes: Readonly<Record<string, { readonly basis: LegalBasis }>>;
  /** The purpose of templates that name none. */
  readonly defaultPurpose: string;
  /** What a template holds that does not say so. */
  readonly defaultClassification: DataClass;
  /** The most protected data that may go over a channel. */
  readonly highestClassification: Readonly<Record<string, DataClass>>;
  /** The same for every channel that is not listed. */
  readonly highestClassificationElsewhere: DataClass;
};
