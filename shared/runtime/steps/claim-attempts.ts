import type { Channel } from '../../channels/channel.ts';
import type { Fallback } from '../../fallback/fallback.ts';
import { fact } from '../../journal/command-facts.ts';
import type { DueClaims } from '../../journal/due-claims.ts';
import type { FactOf } from '../../journal/fact.ts';
import type { Journal } from '../../journal/journal.ts';
import type { Batch } from '../batch.ts';
import { retryLater } from '../settled.ts';
import { readNextStep, settleClaimed } from './claimed-before.ts';
import type { Admitted, Claimed } from './work.ts';

export type ClaimDeps = {
  readonly journal: Journal;
  readonly now: () => number;
  /** An id that no other invocation has. */
  readonly newId: () => string;
  readonly channel: Pick<Channel<never>, 'idempotent'>;
  readonly fallback?: Pick<Fallback, 'to'> | undefined;
};

/** Claims that are this invocation's, and what finds them should it die. */
export type ClaimedAttempts<Content> = {
  readonly claimed: readonly Claimed<Content>[];
  readonly due: readonly DueClaims[];
};

type Claim = {
  readonly journal: Journal;
  readonly owner: string;
  readonly at: number;
  /** The owner cannot be alive after it, in milliseconds since 1970. */
  readonly deadlineAt: number;
  readonly idempotent: boolean;
  readonly fallback: Pick<Fallback, 'to'> | undefined;
};

/** Clocks of two machines may differ by so much, in milliseconds. */
export const CLOCK_SKEW_MS = 2000;

/**
 * Claims each command's attempt, in one call for all of them, due claims included. A command that was claimed before is read,
 * and goes on only when it is proven that the attempt before was not taken, or when the provider takes a command once.
 */
export const claimAttempts = async <Content>(
  batch: Batch,
  rendered: readonly Admitted<Content>[],
  { journal, now, newId, channel, fallback }: ClaimDeps,
): Promise<ClaimedAttempts<Content>> => {
  const at = now();
  const deadlineAt = at + batch.remainingMs() + CLOCK_SKEW_MS;
  const claim = {
    journal,
    owner: newId(),
    at,
    deadlineAt,
    idempotent: channel.idempotent ?? false,
    fallback,
  };
  const leaders = settleTwins(batch, rendered, at);
  const first = await insertClaims(
    leaders.map((item) => ({ ...item, attempt: 1 })),
    claim,
    claim.owner,
  );
  const seen = await batch.pass(first.taken, (item) => lookAgain(item, claim));
  const next = await insertClaims(
    seen.filter(({ held }) => !held),
    claim,
    `${claim.owner}/again`,
  );
  for (const { record } of next.taken) batch.settle(record, retryLater('CLAIMED_ELSEWHERE'));
  return {
    claimed: [...first.won, ...seen.filter(({ held }) => held), ...next.won],
    due: [...first.due, ...next.due],
  };
};

/** Of the same command twice in a batch the first leads; the others are duplicates of it. */
const settleTwins = <Content>(batch: Batch, items: readonly Admitted<Content>[], at: number) => {
  const led = new Set<string>();
  return items.filter((item) => {
    const leads = !led.has(item.aggregate);
    if (leads) led.add(item.aggregate);
    else batch.settle(item.record, settleClaimed(item, { kind: 'duplicate' }, at));
    return leads;
  });
};

const insertClaims = async <Item extends Claimed<unknown>>(
  items: readonly Item[],
  claim: Claim,
  id: string,
) => {
  if (items.length === 0) return { won: [], taken: [], due: [] };
  const claims = items.map(({ aggregate, attempt }) => ({ aggregate, attempt }));
  const due = [{ id, deadlineAt: claim.deadlineAt, claims }];
  const outcomes = await claim.journal.insert(
    items.map((item) => claimFact(item, claim)),
    { kind: 'open', due },
  );
  return {
    won: items.filter((_, index) => outcomes[index] === 'inserted'),
    taken: items.filter((_, index) => outcomes[index] === 'exists'),
    due,
  };
};

const lookAgain = async <Content>(item: Claimed<Content>, claim: Claim) => {
  const { journal, owner, at, idempotent } = claim;
  const { step, calledBefore } = await readNextStep(item, journal, { owner, now: at, idempotent });
  if (step.kind === 'attempt') return { ...item, attempt: step.attempt, calledBefore, held: false };
  // Ours already, and so not called yet; whether an earlier one was is no longer told apart.
  if (step.kind === 'go-on')
    return { ...item, attempt: step.attempt, calledBefore: step.attempt > 1, held: true };
  return settleClaimed(item, step, at, claim.fallback);
};

const claimFact = (
  { aggregate, subject, attempt, basis, insteadOf }: Claimed<unknown>,
  { owner, at, deadlineAt }: Claim,
): FactOf<'claimed'> =>
  fact('claimed', aggregate, at, { ...subject, attempt, owner, deadlineAt, basis, insteadOf });
