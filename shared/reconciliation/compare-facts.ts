import type { Fact } from '../journal/fact.ts';
import type { FactFollower } from './fact-follower.ts';

/** What a comparison found of one follower. */
export type Finding = { readonly missing: number; readonly repaired: number };

/** Findings by the follower's name. */
export type Findings = Readonly<Record<string, Finding>>;

/** Asks each follower for the facts that concern it and, where `repair` says so, teaches it those that it misses. */
export const compareFacts = async (
  facts: readonly Fact[],
  followers: readonly FactFollower[],
  repair: boolean,
): Promise<Findings> => {
  const findings = await Promise.all(
    followers.map(async (follower) => [follower.name, await compareOne(facts, follower, repair)] as const),
  );
  return Object.fromEntries(findings);
};

/** Both findings together. */
export const addFindings = (one: Findings, other: Findings): Findings => ({
  ...one,
  ...Object.fromEntries(
    Object.entries(other).map(([name, { missing, repaired }]) => [
      name,
      {
        missing: (one[name]?.missing ?? 0) + missing,
        repaired: (one[name]?.repaired ?? 0) + repaired,
      },
    ]),
  ),
});

/** Whether somebody misses something still. */
export const isUnrepaired = (findings: Findings): boolean =>
  Object.values(findings).some(({ missing, repaired }) => repaired < missing);

const compareOne = async (
  facts: readonly Fact[],
  follower: FactFollower,
  repair: boolean,
): Promise<Finding> => {
  const concerned = facts.filter((fact) => follower.concerns(fact));
  if (concerned.length === 0) return { missing: 0, repaired: 0 };
  const known = await follower.knows(concerned);
  const missed = concerned.filter((_, index) => !known[index]);
  const taught = repair && missed.length > 0 ? await follower.teach(missed) : [];
  return { missing: missed.length, repaired: taught.filter(Boolean).length };
};
