import { commandIdOf, rejectedFact } from '../journal/command-facts.ts';
import type { Fact, FactOf } from '../journal/fact.ts';
import type { InsertOutcome, Journal } from '../journal/journal.ts';
import type { Issue } from '../messages/parse-message.ts';

/** A document that was taken, with the fact that says so. */
export type Taken = { readonly intakeId: string; readonly fact: FactOf<'accepted'> };

/** What is known of ids that came before, by the fact that was not inserted therefore. */
export type KnownIds = {
  /** Why each that names another command is refused. */
  readonly refused: ReadonlyMap<Fact, readonly Issue[]>;
  /** The first fact of each that came again. */
  readonly repeated: ReadonlyMap<Fact, FactOf<'accepted'>>;
};

/** Characters of a fingerprint that an issue shows: enough to tell two from each other. */
const SHOWN = 8;

/**
 * Finds, among documents whose facts were just inserted, those whose id names another command already, and writes their
 * rejections: the first command's facts stay as they are. One read for all, and no call where none came again.
 */
export const refuseReusedIds = async (
  taken: readonly Taken[],
  outcomes: ReadonlyMap<Fact, InsertOutcome>,
  journal: Pick<Journal, 'get' | 'insert'>,
): Promise<KnownIds> => {
  const again = taken.filter(({ fact }) => outcomes.get(fact) === 'exists');
  if (again.length === 0) return { refused: new Map(), repeated: new Map() };
  const stored = await journal.get(again.map(({ fact }) => fact));
  const known = again.flatMap((item, index) => {
    const first = stored[index];
    return first?.type === 'accepted' ? [{ ...item, first }] : [];
  });
  const reused = known
    .filter(({ first, fact }) => isOther(first, fact))
    .map((item) => ({ ...item, issue: issueOf(item.first, item.fact) }));
  if (reused.length > 0) {
    await journal.insert(
      reused.map(({ intakeId, fact: { at, body }, issue }) =>
        rejectedFact(undefined, at, {
          issues: [issue],
          intakeId,
          hops: body.hops,
          batchId: body.batchId,
          batchMember: body.batchMember,
        }),
      ),
    );
  }
  return {
    refused: new Map(reused.map(({ fact, issue }) => [fact, [issue]])),
    repeated: new Map(
      known.filter(({ first, fact }) => !isOther(first, fact)).map(({ fact, first }) => [fact, first]),
    ),
  };
};

/** A fact of a time before there were fingerprints proves nothing. */
const isOther = (first: FactOf<'accepted'>, second: FactOf<'accepted'>): boolean =>
  first.body.fingerprint !== undefined && first.body.fingerprint !== second.body.fingerprint;

const issueOf = (first: FactOf<'accepted'>, second: FactOf<'accepted'>): Issue => ({
  path: 'messageId',
  rule: `${commandIdOf(first.aggregate)} names another command already: ${nameOf(first)}, not ${nameOf(second)}`,
});

const nameOf = ({ body: { fingerprint = '', acceptedAt } }: FactOf<'accepted'>): string =>
  `${fingerprint.slice(0, SHOWN)} of ${new Date(acceptedAt).toISOString()}`;
