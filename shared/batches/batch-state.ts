import { fact } from '../journal/command-facts.ts';
import type { Fact, FactOf } from '../journal/fact.ts';
import type { MemberEnd } from '../journal/subjects.ts';

/** Where a batch stands: what it was taken as, and the ends of its members so far, by their places. */
export type BatchState = {
  readonly accepted?: FactOf<'batch-accepted'> | undefined;
  readonly completed?: FactOf<'batch-completed'> | undefined;
  readonly ended: ReadonlyMap<number, FactOf<'member-ended'>>;
};

/** A batch's state from its facts, in whatever order they come. */
export const batchStateOf = (facts: readonly Fact[]): BatchState => ({
  accepted: facts.find((each): each is FactOf<'batch-accepted'> => each.type === 'batch-accepted'),
  completed: facts.find((each): each is FactOf<'batch-completed'> => each.type === 'batch-completed'),
  ended: new Map(
    facts.flatMap((each) => (each.type === 'member-ended' ? [[each.body.member, each] as const] : [])),
  ),
});

/** The completion of a batch all of whose members have ended; `undefined` for another, and for one that is told complete. */
export const completionOf = ({
  accepted,
  completed,
  ended,
}: BatchState): FactOf<'batch-completed'> | undefined => {
  if (accepted === undefined || completed !== undefined) return undefined;
  const { source, campaignId, hops, members } = accepted.body;
  if (ended.size < members) return undefined;
  const outcomes: Partial<Record<MemberEnd, number>> = {};
  for (const { body } of ended.values()) outcomes[body.status] = (outcomes[body.status] ?? 0) + 1;
  const at = Math.max(...[...ended.values()].map((each) => each.at));
  return fact('batch-completed', accepted.aggregate, at, {
    source,
    campaignId,
    hops,
    members,
    outcomes,
  });
};
