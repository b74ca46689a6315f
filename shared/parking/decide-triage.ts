import { type CommandState, isTerminal } from '../journal/command-state.ts';
import type { Fact } from '../journal/fact.ts';
import type { DeadLetterSource } from './read-dead-letter.ts';

/** What becomes of a dead letter. */
export type TriageDecision =
  /** It is kept aside; `attempt` is the one that stays open, or 0. `ownerLost`: nobody has said so of it before. */
  | { readonly kind: 'park'; readonly attempt: number; readonly ownerLost: boolean }
  /** Its command ended, or goes on without it. */
  | { readonly kind: 'duplicate' }
  /** The owner of its attempt may still be at work. */
  | { readonly kind: 'wait' };

export type TriageQuestion = {
  readonly state: CommandState;
  readonly carries: DeadLetterSource['carries'];
  /** Whether this very message was parked and released before: only its deletion was lost. */
  readonly released: boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
};

/** Whether nothing follows for a parked message's command; what is PARKED waits, and a REJECTED document of its id is another. */
export const hasEnded = ({ status }: CommandState): boolean =>
  isTerminal(status) && status !== 'PARKED' && status !== 'REJECTED';

/** Decides about a dead letter. A broken document of the same id, REJECTED, says nothing about this one. */
export const decideTriage = ({ state, carries, released, now }: TriageQuestion): TriageDecision => {
  const { status, claim } = state;
  if (hasEnded(state) || released) return { kind: 'duplicate' };
  if (claim === undefined || state.mayAttempt) return { kind: 'park', attempt: 0, ownerLost: false };
  // An agent has claimed it, so its lane has, or had, a message of its own.
  if (carries !== 'lane-messages') return { kind: 'duplicate' };
  const { attempt, deadlineAt } = claim.body;
  if (status !== 'IN_PROGRESS') return { kind: 'park', attempt, ownerLost: false };
  return now < deadlineAt ? { kind: 'wait' } : { kind: 'park', attempt, ownerLost: true };
};

/** Whether a message with the queue's own id `intakeId` was parked and released before. */
export const wasReleased = (facts: readonly Fact[], intakeId: string): boolean =>
  facts.some(({ type, body }) => type === 'released' && body.parking.endsWith(`#${intakeId}`));
