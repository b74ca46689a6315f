import type { CommandSubject } from '../subjects.ts';

/** The facts of the contact policy beside those with which commands end. */
export type PolicyFacts = {
  /** A contact waits until an instant, in milliseconds since 1970; `nth` counts its deferrals from 1, reasons are codes. */
  deferred: CommandSubject & { nth: number; until: number; reasons: readonly string[] };
};

/** Their places in the order of cause and effect within their aggregate. */
export const policyRanks = {
  deferred: () => 2,
} as const satisfies { [T in keyof PolicyFacts]: (body: PolicyFacts[T]) => number };
