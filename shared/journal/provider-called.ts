import { OWN_EXPIRY } from '../lanes/expiry.ts';
import type { Fact } from './fact.ts';

/** The cause of an attempt that was given back uncalled, since what it was allowed by was too old. */
export const VERDICT_TOO_OLD = 'VERDICT_TOO_OLD';

/** Causes of attempts that ended before any provider was called. */
const UNCALLED: ReadonlySet<string> = new Set([VERDICT_TOO_OLD, OWN_EXPIRY]);

/** Whether a provider was, or may have been, called for a command, as its facts say. */
export const wasCalled = (facts: readonly Fact[]): boolean => {
  const uncalled = new Set<number>();
  for (const { type, body } of facts)
    if (type === 'not-accepted' && UNCALLED.has(body.cause)) uncalled.add(body.attempt);
  return facts.some(({ type, body }) => type === 'claimed' && !uncalled.has(body.attempt));
};
