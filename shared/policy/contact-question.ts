import type { CampaignHold } from '../campaigns/campaign-switch.ts';
import type { Consent, Suppression } from '../customers/customer.ts';
import type { LaneMessage } from '../lanes/lane-message.ts';
import type { Priority } from '../messages/priority.ts';
import type { Template } from '../templates/template-store.ts';

/** All that the decision about one contact looks at. */
export type ContactQuestion = {
  readonly channel: string;
  readonly consents: readonly Consent[];
  readonly suppressions: readonly Suppression[];
  /** The template that the command names; `undefined` where there is none, and so nothing to send. */
  readonly template: Pick<Template, 'purpose' | 'dataClassification' | 'version'> | undefined;
  /** Whether an operator has stopped all contacts of the stage. */
  readonly isStopped: boolean;
  /** The customer's time zone, as it is stored; absent, or no zone of the IANA: the policies' own. */
  readonly zone?: string | undefined;
  readonly tier: Priority;
  /** From then on the command must not be sent, in milliseconds since 1970. */
  readonly expiresAt?: number | undefined;
  /** What holds its campaign's messages back. */
  readonly campaignHold?: CampaignHold | undefined;
  /** How often the command was deferred, and when first. */
  readonly deferred?: LaneMessage['deferred'];
  /** Milliseconds since 1970. */
  readonly at: number;
};
