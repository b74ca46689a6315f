import { fact } from '../../journal/command-facts.ts';
import type { FactOf } from '../../journal/fact.ts';
import type { Journal } from '../../journal/journal.ts';
import type { Batch } from '../batch.ts';
import { retryLater } from '../settled.ts';
import { readNextStep, settleClaimed } from './claimed-before.ts';
import type { Claimed, Rendered } from './work.ts';

export type ClaimDeps = {
  readonly journal: Journal;
  readonly now: () => number;
  /** An id that no other invocation has. */
  readonly newId: () => string;
};

type Claim = {
  readonly journal: Journal;
  readonly owner: string;
  readonly at: number;
  /** The owner cannot be alive after it, in milliseconds since 1970. */
  readonly deadlineAt: number;
};

/** Clocks of two machines may differ by so much, in milliseconds. */
export const CLOCK_SKEW_MS = 2000;

/**
 * Claims each command's attempt, in one call for all of them. A command that was claimed before is read, and goes on only
 * when it is proven that the attempt before was not taken.
 */
export const claimAttempts = async <Content>(
  batch: Batch,
  rendered: readonly Rendered<Content>[],
  { journal, now, newId }: ClaimDeps,
): Promise<readonly Claimed<Content>[]> => {
  const at = now();
  const claim = { journal, owner: newId(), at, deadlineAt: at + batch.remainingMs() + CLOCK_SKEW_MS };
  const leaders = settleTwins(batch, rendered, at);
  const first = await insertClaims(
    leaders.map((item) => ({ ...item, attempt: 1 })),
    claim,
  );
  const seen = await batch.pass(first.taken, (item) => lookAgain(item, claim));
  const next = await insertClaims(
    seen.filter(({ held }) => !held),
    claim,
  );
  for (const { record } of next.taken) batch.settle(record, retryLater('CLAIMED_ELSEWHERE'));
  return [...first.won, ...seen.filter(({ held }) => held), ...next.won];
};

/** Of the same command twice in a batch the first leads; the others are duplicates of it. */
const settleTwins = <Content>(batch: Batch, items: readonly Rendered<Content>[], at: number) => {
  const leaders = new Map<string, Rendered<Content>>();
  for (const item of items) {
    if (leaders.has(item.aggregate))
      batch.settle(item.record, settleClaimed(item, { kind: 'duplicate' }, at));
    else leaders.set(item.aggregate, item);
  }
  return [...leaders.values()];
};

const insertClaims = async <Item extends Claimed<unknown>>(items: readonly Item[], claim: Claim) => {
  const outcomes =
    items.length > 0 ? await claim.journal.insert(items.map((item) => claimFact(item, claim))) : [];
  return {
    won: items.filter((_, index) => outcomes[index] === 'inserted'),
    taken: items.filter((_, index) => outcomes[index] === 'exists'),
  };
};

const lookAgain = async <Content>(item: Claimed<Content>, claim: Claim) => {
  const step = await readNextStep(item, claim);
  if (step.kind === 'attempt' || step.kind === 'go-on') {
    return { ...item, attempt: step.attempt, held: step.kind === 'go-on' };
  }
  return settleClaimed(item, step, claim.at);
};

const claimFact = (
  { aggregate, subject, attempt }: Claimed<unknown>,
  { owner, at, deadlineAt }: Claim,
): FactOf<'claimed'> => fact('claimed', aggregate, at, { ...subject, attempt, owner, deadlineAt });
