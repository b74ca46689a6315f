import type { Fact, FactOf } from '../journal/fact.ts';
import type { Journal } from '../journal/journal.ts';
import { batchStateOf, completionOf } from './batch-state.ts';
import { isLate, memberEndOf } from './member-end.ts';

/**
 * Notes the ends of batches' members that facts tell of, each once, and then completes the batches of which no member is left.
 * Whoever notes the last end sees all of them, so one of those who do it at once completes the batch, and its fact is there
 * once. No call where no fact is of a batch; repeating it is safe. Throws `JournalUnavailableError`.
 */
export const followMembers = async (
  facts: readonly Fact[],
  journal: Pick<Journal, 'get' | 'insert' | 'read'>,
): Promise<void> => {
  const ends = await newEnds(facts, journal);
  if (ends.length === 0) return;
  await journal.insert(ends);
  await completeBatches(new Set(ends.map(({ aggregate }) => aggregate)), journal);
};

/** Completes those of the batches (by their aggregates) of which no member is left. Throws `JournalUnavailableError`. */
export const completeBatches = async (
  aggregates: ReadonlySet<string>,
  journal: Pick<Journal, 'insert' | 'read'>,
): Promise<void> => {
  await Promise.all([...aggregates].map((aggregate) => complete(aggregate, journal)));
};

/** Receipts mostly come after an end that is noted already: those are looked up, in one call, and not written again. */
const newEnds = async (
  facts: readonly Fact[],
  journal: Pick<Journal, 'get'>,
): Promise<readonly FactOf<'member-ended'>[]> => {
  const told = facts.flatMap((of) => {
    const end = memberEndOf(of);
    return end === undefined ? [] : [{ end, late: isLate(of) }];
  });
  const late = told.filter((each) => each.late).map(({ end }) => end);
  const noted = late.length > 0 ? await journal.get(late) : [];
  // One that this very fact noted is followed again: who noted it may have died before the batch was complete.
  const others = new Set(late.filter((end, index) => isOther(noted[index], end)));
  return told.flatMap(({ end }) => (others.has(end) ? [] : [end]));
};

const isOther = (noted: Fact | undefined, { at, body }: FactOf<'member-ended'>): boolean =>
  noted?.type === 'member-ended' && (noted.at !== at || noted.body.status !== body.status);

const complete = async (aggregate: string, journal: Pick<Journal, 'insert' | 'read'>): Promise<void> => {
  const completion = completionOf(batchStateOf(await journal.read(aggregate)));
  if (completion !== undefined) await journal.insert([completion]);
};
