import { pagesOf } from '../messages/pages-of.ts';
import { fact } from './command-facts.ts';
import { commandStateOf, isTerminal } from './command-state.ts';
import { subjectIn } from './command-subject.ts';
import type { DueClaim, DueClaimStore, DueClaims } from './due-claims.ts';
import type { FactOf } from './fact.ts';
import type { Journal } from './journal.ts';

export type SweepDeps = {
  readonly journal: Pick<Journal, 'insert' | 'read'>;
  readonly due: DueClaimStore;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Whether there is time to begin with more. */
  readonly hasTime: () => boolean;
};

/** What a sweep found. */
export type SweepCount = {
  /** Commands that are UNKNOWN by it, as the facts that say so. */
  readonly lost: readonly FactOf<'unknown'>[];
  /** Errors of due claims that stay for the next sweep. */
  readonly failures: readonly unknown[];
  /** Milliseconds by which the oldest deadline is over. */
  readonly behindMs: number;
};

/** Due claims looked at together. */
const AT_ONCE = 10;

/**
 * Finds commands whose owner died and whose message may be gone: those without an outcome become UNKNOWN, their due claims go.
 * Repeating it changes nothing; what fails, or finds no time, stays and holds nothing else up. Throws where due claims cannot
 * be listed.
 */
export const sweepDueClaims = async (deps: SweepDeps): Promise<SweepCount> => {
  const lost: FactOf<'unknown'>[] = [];
  const failures: unknown[] = [];
  const startedAt = deps.now();
  let oldest = startedAt;
  let from: string | undefined;
  do {
    const { due, next } = await deps.due.overdue(startedAt, from);
    for (const page of pagesOf(due, AT_ONCE)) {
      oldest = Math.min(oldest, ...page.map(({ deadlineAt }) => deadlineAt));
      if (!deps.hasTime()) return { lost, failures, behindMs: startedAt - oldest };
      for (const result of await Promise.allSettled(page.map((due) => sweep(due, deps)))) {
        if (result.status === 'fulfilled') lost.push(...result.value);
        else failures.push(result.reason);
      }
    }
    from = next;
  } while (from !== undefined);
  return { lost, failures, behindMs: startedAt - oldest };
};

/** The facts come first: whoever dies between both sweeps again. */
const sweep = async (due: DueClaims, deps: SweepDeps): Promise<readonly FactOf<'unknown'>[]> => {
  const judged = await Promise.all(due.claims.map((claim) => judge(claim, deps)));
  const lost = judged.flatMap((fact) => (fact === undefined ? [] : [fact]));
  if (lost.length > 0) await deps.journal.insert(lost);
  await deps.due.settle([due]);
  return lost;
};

/** An attempt of which nothing was recorded by the deadline of its own claim, and that no receipt has resolved. */
const judge = async (
  { aggregate, attempt }: DueClaim,
  { journal, now }: SweepDeps,
): Promise<FactOf<'unknown'> | undefined> => {
  const facts = await journal.read(aggregate);
  const { status, openAttempts } = commandStateOf(facts);
  const own = facts.filter(({ body }) => 'attempt' in body && body.attempt === attempt);
  const claim = own.find((fact): fact is FactOf<'claimed'> => fact.type === 'claimed');
  const isDoubted = own.some(({ type }) => type === 'unknown');
  // What is parked is UNKNOWN again once it is released.
  const isResolved = isTerminal(status) && status !== 'PARKED';
  const isOpen = !isResolved && openAttempts.includes(attempt) && !isDoubted;
  const at = now();
  if (claim === undefined || !isOpen || at < claim.body.deadlineAt) return undefined;
  return fact('unknown', aggregate, at, { ...subjectIn(claim.body), attempt, cause: 'OWNER_LOST' });
};
