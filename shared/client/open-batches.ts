import { expandBatch, placeInBatch } from '../batches/expand-batch.ts';
import { memberPath, readBatch } from '../batches/read-batch.ts';
import { batchAggregate, fact, rejectedFact } from '../journal/command-facts.ts';
import type { Fact, FactOf } from '../journal/fact.ts';
import type { Journal } from '../journal/journal.ts';
import { batchIdIn, isBatch, type WholeBatch } from '../messages/batch-message.ts';
import { hopsIn } from '../messages/hops-in.ts';
import { broken, type Issue, type Parsed } from '../messages/parse-message.ts';
import type { TokenSigner } from '../security/token-signer.ts';
import { type AdmissionRules, admitCommand } from './admit-command.ts';
import { fingerprintOfBatch } from './fingerprint.ts';
import type { Intake, Submission, SubmitResult } from './submit-result.ts';

export type BatchDeps = AdmissionRules & {
  readonly journal: Pick<Journal, 'get' | 'insert'>;
  readonly signer: Pick<TokenSigner, 'sign'>;
};

/** A document that came in, as the commands that it asks for, and what their results say of it. */
export type Opened = {
  readonly submissions: readonly Submission[];
  readonly resultOf: (results: readonly SubmitResult[]) => SubmitResult;
};

/**
 * Makes commands of the batches among documents; any other document is its own. A batch's own fact is in the journal before
 * this answers, in one call for all of them: whose id names another batch already is refused. No call where there is no batch.
 * Throws `JournalUnavailableError`.
 */
export const openBatches = async (
  intakes: readonly Intake[],
  at: number,
  deps: BatchDeps,
): Promise<readonly Opened[]> => {
  if (!intakes.some(({ message }) => isBatch(message))) return intakes.map(single);
  const read = await Promise.all(
    intakes.map(async (intake) => (isBatch(intake.message) ? readIntake(intake, at, deps) : undefined)),
  );
  const known = await knowBatches(read, deps.journal);
  return intakes.map((intake, index) => {
    const found = known[index];
    return found === undefined ? single(intake) : open(found, intake, at);
  });
};

type Read =
  | {
      readonly kind: 'taken';
      readonly intakeId: string;
      readonly batch: WholeBatch;
      readonly fact: FactOf<'batch-accepted'>;
    }
  | { readonly kind: 'ended'; readonly fact?: Fact | undefined; readonly result: SubmitResult };

const single = (intake: Intake): Opened => ({
  submissions: [intake],
  resultOf: ([result]) => {
    if (result === undefined) throw new TypeError('submit: a document without a result');
    return result;
  },
});

const open = (found: Read, intake: Intake, at: number): Opened =>
  found.kind === 'ended'
    ? { submissions: [], resultOf: () => found.result }
    : {
        submissions: submissionsOf(found.batch, intake, at),
        resultOf: (members) => ({
          status: 'EXPANDED',
          batchId: found.batch.batchMessage.batchId,
          members,
        }),
      };

const submissionsOf = (batch: WholeBatch, { putAt, queuedAt }: Intake, at: number): readonly Submission[] =>
  expandBatch(batch, at).map(({ commandId, member, document, issues }) => ({
    intakeId: commandId,
    message: document,
    issues,
    putAt,
    queuedAt,
    place: { batchId: batch.batchMessage.batchId, batchMember: member },
    // What is wrong with the member itself is said of it already.
    locate: issues === undefined ? (issue) => placeInBatch(batch, member, issue) : undefined,
  }));

const readIntake = async (intake: Intake, at: number, deps: BatchDeps): Promise<Read> => {
  const { intakeId, message, issues } = intake;
  const read = issues ? { ok: false as const, issues } : readWhole(message, at, deps);
  if (!read.ok) return refuse(intake, read.issues, at);
  const { batchMessage, source, correlation } = read.value;
  const { batchId, campaignId, messages, target, priority = 'MEDIUM' } = batchMessage;
  try {
    const accepted = fact('batch-accepted', batchAggregate(batchId), at, {
      source,
      campaignId,
      hops: correlation?.hops,
      members: messages.length,
      target,
      tier: priority,
      fingerprint: await fingerprintOfBatch(read.value, deps.signer),
    });
    return { kind: 'taken', intakeId, batch: read.value, fact: accepted };
  } catch {
    return { kind: 'ended', result: { status: 'FAILED', commandId: batchId, cause: 'NOT_SIGNED' } };
  }
};

const refuse = ({ intakeId, message }: Intake, issues: readonly Issue[], at: number): Read => {
  const batchId = batchIdIn(message);
  const body = { issues, intakeId, hops: hopsIn(message), batchId };
  const rejected =
    batchId === undefined
      ? rejectedFact(undefined, at, body)
      : fact('rejected', batchAggregate(batchId), at, body);
  return { kind: 'ended', fact: rejected, result: { status: 'REJECTED', batchId, issues } };
};

/** What the batch says for all its members is wrong for all of them: then it is the batch that is rejected. */
const readWhole = (document: unknown, at: number, rules: AdmissionRules): Parsed<WholeBatch> => {
  const read = readBatch(document);
  if (!read.ok) return read;
  const probe = expandBatch(read.value, at).find(({ issues }) => issues === undefined);
  const admission = probe && admitCommand(probe.document, at, rules);
  if (probe === undefined || admission === undefined || admission.ok) return read;
  const shared = admission.issues
    .map((issue) => placeInBatch(read.value, probe.member, issue))
    .filter(({ path }) => !path.startsWith(memberPath(probe.member, '')));
  return shared.length > 0 ? { ok: false, issues: shared } : read;
};

const knowBatches = async (
  read: readonly (Read | undefined)[],
  journal: BatchDeps['journal'],
): Promise<readonly (Read | undefined)[]> => {
  const facts = read.flatMap((each) => (each?.fact ? [each.fact] : []));
  const inserted = facts.length > 0 ? await journal.insert(facts) : [];
  const again = facts.filter((_, index) => inserted[index] === 'exists');
  const stored = again.length > 0 ? await journal.get(again) : [];
  const firstOf = new Map(again.map((each, index) => [each, stored[index]]));
  const known = read.map((each) => {
    const first = each?.kind === 'taken' ? firstOf.get(each.fact) : undefined;
    return each?.kind === 'taken' && first?.type === 'batch-accepted' && isOther(first, each.fact)
      ? refuseReused(each)
      : each;
  });
  const refused = known.flatMap((each, index) => (each !== read[index] && each?.fact ? [each.fact] : []));
  if (refused.length > 0) await journal.insert(refused);
  return known;
};

const isOther = (first: FactOf<'batch-accepted'>, second: FactOf<'batch-accepted'>): boolean =>
  first.body.fingerprint !== second.body.fingerprint;

/** Kept apart from the facts of the batch that has the id. */
const refuseReused = ({ intakeId, batch, fact: { at, body } }: Extract<Read, { kind: 'taken' }>): Read => {
  const { batchId } = batch.batchMessage;
  const { issues } = broken('batchMessage.batchId', `${batchId} names another batch already`);
  return {
    kind: 'ended',
    fact: rejectedFact(undefined, at, { issues, intakeId, hops: body.hops, batchId }),
    result: { status: 'REJECTED', batchId, issues },
  };
};
