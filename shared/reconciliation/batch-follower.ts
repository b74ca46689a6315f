import { batchStateOf, completionOf } from '../batches/batch-state.ts';
import { completeBatches, followMembers } from '../batches/follow-members.ts';
import { isLate, memberEndOf } from '../batches/member-end.ts';
import type { Fact } from '../journal/fact.ts';
import type { Journal } from '../journal/journal.ts';
import { errorFields, type Logger } from '../observability/logger.ts';
import type { FactFollower } from './fact-follower.ts';

export type BatchFollowerDeps = {
  readonly journal: Pick<Journal, 'get' | 'insert' | 'read'>;
  readonly log: Logger;
};

/** Batches: the first end of each member must be noted, and a batch complete that has all of them. */
export const createBatchFollower = ({ journal, log }: BatchFollowerDeps): FactFollower => ({
  name: 'batches',
  concerns: (fact) => fact.type === 'member-ended' || (memberEndOf(fact) !== undefined && !isLate(fact)),
  knows: async (facts) => {
    const noted = await journal.get(facts.map((fact) => memberEndOf(fact) ?? fact));
    const due = await dueBatches(facts, journal);
    return facts.map(({ aggregate }, index) => noted[index] !== undefined && !due.has(aggregate));
  },
  teach: async (facts) => {
    try {
      await followMembers(facts, journal);
      await completeBatches(aggregatesOf(facts), journal);
      return facts.map(() => true);
    } catch (error) {
      log.error("ends of batches' members are not noted", errorFields(error));
      return facts.map(() => false);
    }
  },
});

/** The batches among facts that could be complete and are not: one read for each. */
const dueBatches = async (
  facts: readonly Fact[],
  journal: Pick<Journal, 'read'>,
): Promise<ReadonlySet<string>> => {
  const looked = await Promise.all(
    [...aggregatesOf(facts)].map(async (aggregate) => {
      const completion = completionOf(batchStateOf(await journal.read(aggregate)));
      return completion === undefined ? [] : [aggregate];
    }),
  );
  return new Set(looked.flat());
};

const aggregatesOf = (facts: readonly Fact[]): ReadonlySet<string> =>
  new Set(facts.flatMap(({ type, aggregate }) => (type === 'member-ended' ? [aggregate] : [])));
