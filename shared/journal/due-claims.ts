/** The claims that one call made: something must be recorded about each of them, or the sweep asks why. */
export type DueClaims = {
  /** An id that no other call of anybody has. */
  readonly id: string;
  /** Their owner cannot be alive after it, in milliseconds since 1970. */
  readonly deadlineAt: number;
  readonly claims: readonly DueClaim[];
};

/** One attempt that was, or would have been, claimed. */
export type DueClaim = { readonly aggregate: string; readonly attempt: number };

/** What an insert of facts does about due claims in the same call. */
export type DueChange =
  /** The facts are claims: whoever dies now is found by these. */
  | { readonly kind: 'open'; readonly due: readonly DueClaims[] }
  /** The facts say what became of all of them: nobody needs to look. */
  | { readonly kind: 'settle'; readonly due: readonly DueClaims[] };

/** Some of the overdue claims, and where the next ones begin; without `next` there are no more. */
export type DuePage = { readonly due: readonly DueClaims[]; readonly next?: string | undefined };

/** Due claims as the sweep sees them: only what its owner did not settle. */
export type DueClaimStore = {
  /** Those whose deadline was before `now`, strongly consistent, at most 100 at a time; within each shard the oldest first. */
  overdue(now: number, from?: string): Promise<DuePage>;
  /** Forgets them; those that are not there are no error. Throws `JournalUnavailableError`. */
  settle(due: readonly DueClaims[]): Promise<void>;
};

/** Functions may write and delete items of the table of state whose id begins so (`State.grantDueClaims`). */
export const DUE_PREFIX = 'due#';

/**
 * Parts that due claims are spread over: one partition takes 1,000 writes a second, so eight take the claims of 40,000 messages
 * a second at 10 in a call. They are found by all of them, so the number may only grow.
 */
const DUE_SHARDS = 8;

/** The ids under which due claims lie in the table of state. */
export const dueShards: readonly string[] = Array.from(
  { length: DUE_SHARDS },
  (_, shard) => `${DUE_PREFIX}${shard}`,
);

/** The key of due claims: their shard follows from their id, and within a shard they are ordered by deadline. */
export const dueKey = ({ id, deadlineAt }: Pick<DueClaims, 'id' | 'deadlineAt'>) => {
  const sum = [...id].reduce((total, letter) => total + (letter.codePointAt(0) ?? 0), 0);
  return { id: `${DUE_PREFIX}${sum % DUE_SHARDS}`, part: `${partBefore(deadlineAt)}#${id}` };
};

/** What sorts before every part of a deadline at or after `time` (milliseconds since 1970). */
export const partBefore = (time: number): string => String(time).padStart(15, '0');
