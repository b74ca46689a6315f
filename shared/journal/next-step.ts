import { type CommandState, isTerminal } from './command-state.ts';

/** What a consumer does with a command that was claimed before. */
export type NextStep =
  /** Claim this attempt: the one before is proven not to have been taken. */
  | { readonly kind: 'attempt'; readonly attempt: number }
  /** Go on with a claim that is already this owner's: only the answer to it was lost. */
  | { readonly kind: 'go-on'; readonly attempt: number }
  /** The agent type that asks gave it to another one: that one's lane must have it, and nothing else is to be done here. */
  | { readonly kind: 'fall-back'; readonly to: string }
  /** Nothing to do: it ended, or is listed as UNKNOWN. */
  | { readonly kind: 'duplicate' }
  /** Another owner may still be at work. */
  | { readonly kind: 'wait' }
  /** The owner's time is over and it left no result: nobody knows. */
  | { readonly kind: 'unknown'; readonly attempt: number };

/** Who asks: an owner at `now` (milliseconds since 1970), and whether its provider takes a command once however often it is sent. */
export type Asker = {
  readonly owner: string;
  readonly now: number;
  readonly idempotent?: boolean | undefined;
  /** Of which agent type the owner is; only its own provider knows what that one took before. */
  readonly agentType?: string | undefined;
};

/** Decides how a command goes on. Not contacting is preferred to contacting twice. */
export const nextStep = (state: CommandState, asker: Asker): NextStep => {
  const fallen = state.fallen.findLast(({ body }) => body.from === asker.agentType);
  if (fallen !== undefined && state.mayAttempt) return stepOfFallen(state, fallen.body);
  const { owner, now } = asker;
  const idempotent =
    (asker.idempotent ?? false) &&
    state.openAgentTypes.every((agentType) => agentType === (asker.agentType ?? agentType));
  const another = { kind: 'attempt', attempt: state.attempts + 1 } as const;
  // A parked message that comes again was released.
  if (state.status === 'PARKED' && (state.mayAttempt || idempotent)) return another;
  if (state.status === 'UNKNOWN' && idempotent) return another;
  if (isTerminal(state.status) || state.status === 'UNKNOWN') return { kind: 'duplicate' };
  if (state.openClaim === undefined) return another;
  const { attempt, deadlineAt, owner: claimant } = state.openClaim.body;
  if (claimant === owner) return { kind: 'go-on', attempt };
  if (now < deadlineAt) return { kind: 'wait' };
  return idempotent ? another : { kind: 'unknown', attempt };
};

/**
 * Whoever gave a command away never tries it again: the other lane may have it. It is given again until the claim of an agent
 * type that did not give it away itself shows that it was taken up.
 */
const stepOfFallen = ({ status, claim, fallen }: CommandState, { to }: { readonly to: string }): NextStep => {
  const isOver = isTerminal(status) && status !== 'PARKED';
  const isTakenUp =
    claim !== undefined && fallen.every(({ body: { from } }) => from !== claim.body.agentType);
  return isOver || isTakenUp ? { kind: 'duplicate' } : { kind: 'fall-back', to };
};
