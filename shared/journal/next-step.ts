import { type CommandState, isTerminal } from './command-state.ts';

/** What a consumer does with a command that was claimed before. */
export type NextStep =
  /** Claim this attempt: the one before is proven not to have been taken. */
  | { readonly kind: 'attempt'; readonly attempt: number }
  /** Go on with a claim that is already this owner's: only the answer to it was lost. */
  | { readonly kind: 'go-on'; readonly attempt: number }
  /** Nothing to do: it ended, or is listed as UNKNOWN. */
  | { readonly kind: 'duplicate' }
  /** Another owner may still be at work. */
  | { readonly kind: 'wait' }
  /** The owner's time is over and it left no result: nobody knows. */
  | { readonly kind: 'unknown'; readonly attempt: number };

/** Decides for `owner` at `now` (milliseconds since 1970). Not contacting is preferred to contacting twice. */
export const nextStep = (state: CommandState, owner: string, now: number): NextStep => {
  // A parked message that comes again was released.
  if (state.status === 'PARKED' && state.mayAttempt) return { kind: 'attempt', attempt: state.attempts + 1 };
  if (isTerminal(state.status) || state.status === 'UNKNOWN') return { kind: 'duplicate' };
  if (state.claim === undefined) return { kind: 'attempt', attempt: 1 };
  const { attempt, deadlineAt } = state.claim.body;
  if (state.status === 'RETRYING') return { kind: 'attempt', attempt: attempt + 1 };
  if (state.claim.body.owner === owner) return { kind: 'go-on', attempt };
  return now < deadlineAt ? { kind: 'wait' } : { kind: 'unknown', attempt };
};
