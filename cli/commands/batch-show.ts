import { batchStateOf } from '../../shared/batches/batch-state.ts';
import { memberCommandId } from '../../shared/batches/member-id.ts';
import { batchAggregate, commandAggregate } from '../../shared/journal/command-facts.ts';
import { commandStateOf } from '../../shared/journal/command-state.ts';
import type { Fact } from '../../shared/journal/fact.ts';
import type { Journal } from '../../shared/journal/journal.ts';
import { pagesOf } from '../../shared/messages/pages-of.ts';
import type { Issue } from '../../shared/messages/parse-message.ts';
import { CliError } from '../cli-error.ts';
import { formatTable } from '../format/format-table.ts';
import { formatIssue } from '../format/format-timeline.ts';
import type { Outcome } from '../outcome.ts';

const POLL_MS = 500;
/** Members read at once. */
const READ_AT_ONCE = 25;

export type BatchAsked = {
  readonly batchId: string;
  /** Seconds to wait for the batch's completion; `undefined` looks once. */
  readonly waitSeconds: number | undefined;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
};

/** A member as its own facts have it now: a receipt may have changed it since it first ended. */
type Member = {
  readonly member: number;
  readonly commandId: string;
  readonly customerId?: string | undefined;
  readonly status: string;
  readonly issues: readonly Issue[];
};

/**
 * `batch show`: what became of each member of a batch, and the rules for which it, or the batch, was rejected. Fails on an id
 * that the journal does not know, on a batch that was rejected and, when it waited, on one that is not complete.
 */
export const showBatch = async (journal: Journal, asked: BatchAsked): Promise<Outcome> => {
  const { batchId } = asked;
  const facts = await readUntilComplete(journal, asked);
  const { accepted, completed } = batchStateOf(facts);
  const issues = facts.flatMap((fact) => (fact.type === 'rejected' ? fact.body.issues : []));
  if (facts.length === 0) {
    throw new CliError(
      'FAILED',
      `The journal knows no batch ${batchId}.`,
      'Check the id; a batch that was just put on the bus takes a moment: add --wait 30.',
    );
  }
  if (accepted === undefined) {
    const lines = ['REJECTED', ...issues.map((issue) => `  ${formatIssue(issue)}`)];
    return { exit: 'REJECTED', json: { batchId, status: 'REJECTED', issues, members: [] }, lines };
  }
  const members = await readMembers(journal, batchId, accepted.body.members);
  const status = completed === undefined ? 'ACCEPTED' : 'COMPLETED';
  return {
    exit: asked.waitSeconds !== undefined && completed === undefined ? 'FAILED' : 'OK',
    json: { batchId, status, outcomes: completed?.body.outcomes ?? {}, members },
    lines: [`${status}, ${members.length} members: ${countsOf(members)}`, ...memberLines(members)],
  };
};

const readUntilComplete = async (
  journal: Journal,
  { batchId, waitSeconds, now, sleep }: BatchAsked,
): Promise<readonly Fact[]> => {
  const end = now() + (waitSeconds ?? 0) * 1000;
  for (;;) {
    const facts = await journal.read(batchAggregate(batchId));
    const { accepted, completed } = batchStateOf(facts);
    const isRejected = accepted === undefined && facts.length > 0;
    const left = end - now();
    if (completed !== undefined || isRejected || left <= 0) return facts;
    await sleep(Math.min(POLL_MS, left));
  }
};

const readMembers = async (journal: Journal, batchId: string, count: number): Promise<readonly Member[]> => {
  const members: Member[] = [];
  for (const page of pagesOf(
    Array.from({ length: count }).map((_, at) => at),
    READ_AT_ONCE,
  )) {
    members.push(...(await Promise.all(page.map((member) => readMember(journal, batchId, member)))));
  }
  return members;
};

const readMember = async (journal: Journal, batchId: string, member: number): Promise<Member> => {
  const commandId = memberCommandId(batchId, member);
  const facts = await journal.read(commandAggregate(commandId));
  return {
    member,
    commandId,
    customerId: facts.flatMap((fact) => (fact.type === 'accepted' ? [fact.body.customerId] : []))[0],
    status: commandStateOf(facts).status,
    issues: facts.flatMap(({ body }) => ('issues' in body ? (body.issues ?? []) : [])),
  };
};

const countsOf = (members: readonly Member[]): string =>
  [...Map.groupBy(members, ({ status }) => status)]
    .map(([status, { length }]) => `${length} ${status}`)
    .join(', ');

const memberLines = (members: readonly Member[]): readonly string[] =>
  formatTable(
    ['MEMBER', 'COMMAND', 'CUSTOMER', 'STATUS', 'RULES BROKEN'],
    members.map(({ member, commandId, customerId = '-', status, issues }) => [
      String(member),
      commandId,
      customerId,
      status,
      issues.map(formatIssue).join('; '),
    ]),
  );
