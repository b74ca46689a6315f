import type { Consent, Suppression } from '../customers/customer.ts';
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
  /** Milliseconds since 1970. */
  readonly at: number;
};
