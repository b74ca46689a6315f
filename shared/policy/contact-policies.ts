import type { DataClass } from '../messages/message-types.ts';

/** Why a purpose may be pursued: the customer's consent, or another basis of the law (GDPR, article 6). */
export type LegalBasis =
  | 'consent'
  | 'contract'
  | 'legal-obligation'
  | 'vital-interest'
  | 'public-task'
  | 'legitimate-interest';

/** Local times at which nobody is contacted. */
export type QuietHours = {
  /** Times of day as "20:00": quiet from the one on, and not any more from the other on; over midnight where it is the later. */
  readonly from: string;
  readonly until: string;
  /** Days that are quiet as a whole: 0 is Sunday. @default none */
  readonly days?: readonly number[];
};

/** How often a customer may be contacted for a purpose, over all channels. */
export type FrequencyCap = {
  /** Contacts. */
  readonly most: number;
  /** `day`: a day of the customer's calendar. A number: any so many times 24 hours in a row. */
  readonly per: 'day' | { readonly days: number };
};

/** What holds for contacts of one purpose. */
export type Purpose = {
  readonly basis: LegalBasis;
  /** By channel; `all` for channels that are not listed. @default no hours are quiet */
  readonly quietHours?: Readonly<Record<string, QuietHours>>;
  /** Whether what is CRITICAL goes out in quiet hours too. @default false */
  readonly criticalAtAnyHour?: boolean;
  /** All of them hold. @default none */
  readonly caps?: readonly FrequencyCap[];
  /** What becomes of a contact beyond a cap: it waits until there is room, or is never sent. @default DEFER */
  readonly beyondCap?: 'DEFER' | 'DROP';
};

/** What a deployment's users decide about contacts (`config/policies.ts`). */
export type ContactPolicies = {
  /** By the name under which templates and consents know it. */
  readonly purposes: Readonly<Record<string, Purpose>>;
  /** The purpose of templates that name none. */
  readonly defaultPurpose: string;
  /** The time zone of customers of whom none is known: IANA. @default UTC */
  readonly defaultZone?: string;
  /** How often and how long in all one command is deferred before it is given up. @default 20 times, 30 days */
  readonly deferrals?: { readonly most: number; readonly days: number };
  /** What a template holds that does not say so. */
  readonly defaultClassification: DataClass;
  /** The most protected data that may go over a channel. */
  readonly highestClassification: Readonly<Record<string, DataClass>>;
  /** The same for every channel that is not listed. */
  readonly highestClassificationElsewhere: DataClass;
};
