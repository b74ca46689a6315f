import { pagesOf } from '../messages/pages-of.ts';
import { addFindings, compareFacts, type Findings, isUnrepaired } from './compare-facts.ts';
import type { FactFollower } from './fact-follower.ts';
import type { FactSource, FoundFact, SourcePosition } from './fact-source.ts';
import type { ProgressStore } from './progress.ts';

/** Parts that are read side by side. */
const PARTS_AT_ONCE = 8;
/** Pages that are read of a part until the others have their turn and what is reached is written down. */
const PAGES_IN_A_TURN = 20;
/** What a page may take with its repairs: nothing new is begun when less time is left. */
const PAGE_MS = 60_000;

export type ReconcileDeps = {
  readonly sources: readonly FactSource[];
  readonly followers: readonly FactFollower[];
  readonly progress: ProgressStore;
  /** Milliseconds until the run is ended from outside. */
  readonly timeLeftMs: () => number;
};

export type ReconcileOptions = {
  /** Facts that their source got later than this (milliseconds since 1970) wait for the next run. */
  readonly until: number;
  /** Facts that their source got earlier are not compared. @default all are */
  readonly since?: number;
  /** Whether followers are taught what they miss. */
  readonly repair: boolean;
};

export type ReconcileReport = {
  /** Facts that were compared. */
  readonly compared: number;
  /** Records that are no facts. */
  readonly unreadable: number;
  readonly findings: Findings;
  /** Whether all facts up to `until` were compared and nothing is missing still; else the next run goes on. */
  readonly isComplete: boolean;
};

/**
 * Compares what the journal's sources hold with what each follower knows, and repairs. What is reached is written down only
 * when it is repaired, so that a run that dies is taken up by the next. Parts need no order among each other.
 */
export const reconcile = async (deps: ReconcileDeps, options: ReconcileOptions): Promise<ReconcileReport> => {
  const parts = await openParts(deps);
  const reached = new Map(
    parts.flatMap(({ position: { partId, after } }) => (after === undefined ? [] : [[partId, after]])),
  );
  let report: ReconcileReport = { compared: 0, unreadable: 0, findings: {}, isComplete: true };
  for (let open = parts; open.length > 0; ) {
    const still: Part[] = [];
    for (const group of pagesOf(open, PARTS_AT_ONCE)) {
      const turns = await Promise.all(group.map((part) => takeTurn(part, deps, options)));
      report = turns.reduce(add, report);
      if ((await writeReached(turns, reached, deps.progress)) === 'conflict') {
        return { ...report, isComplete: false };
      }
      if (turns.some(({ end }) => end === 'out of time')) return report;
      still.push(...turns.filter(({ end }) => end === 'turn over'));
    }
    open = still;
  }
  return report;
};

type Part = { readonly source: FactSource; readonly position: SourcePosition };

/** A part behind what is compared and repaired of it, and what was found in this turn. */
type Turn = Part &
  Pick<ReconcileReport, 'compared' | 'unreadable' | 'findings'> & {
    readonly end: 'turn over' | 'all read' | 'out of time' | 'not repaired';
  };

const openParts = async ({ sources, progress }: ReconcileDeps): Promise<Part[]> => {
  const [reached, ...listed] = await Promise.all([progress.read(), ...sources.map((each) => each.parts())]);
  return sources.flatMap((source, index) =>
    (listed[index] ?? []).map((partId) => ({ source, position: { partId, after: reached[partId] } })),
  );
};

/** Writes down what the turns have reached, where that is more than before. */
const writeReached = async (
  turns: readonly Turn[],
  reached: Map<string, string>,
  progress: ProgressStore,
): Promise<'stored' | 'conflict'> => {
  const moved = turns.filter(({ position: { partId, after } }) => after !== reached.get(partId));
  for (const { position } of moved)
    if (position.after !== undefined) reached.set(position.partId, position.after);
  return moved.length === 0 ? 'stored' : progress.write(Object.fromEntries(reached));
};

const takeTurn = async (
  { source, position: start }: Part,
  { followers, timeLeftMs }: ReconcileDeps,
  options: ReconcileOptions,
): Promise<Turn> => {
  let turn: Turn = { source, position: start, compared: 0, unreadable: 0, findings: {}, end: 'turn over' };
  for (let pages = 0; pages < PAGES_IN_A_TURN; pages += 1) {
    if (timeLeftMs() < PAGE_MS) return { ...turn, end: 'out of time' };
    const { found, upTo, next } = await source.read(turn.position);
    const due = dueOf(found, options.until);
    const page = await comparePage(due, followers, options);
    turn = { ...turn, ...sum(turn, page) };
    if (options.repair && isUnrepaired(page.findings)) return { ...turn, end: 'not repaired' };
    const last =
      due.length < found.length ? due.at(-1)?.sequenceNumber : (upTo ?? due.at(-1)?.sequenceNumber);
    const after = last ?? turn.position.after;
    if (next === undefined || due.length < found.length) {
      return { ...turn, position: { ...turn.position, after }, end: 'all read' };
    }
    turn = { ...turn, position: next };
  }
  return turn;
};

const comparePage = async (
  due: readonly FoundFact[],
  followers: readonly FactFollower[],
  { since = 0, repair }: ReconcileOptions,
) => {
  const wanted = due.filter(({ at }) => at >= since);
  const facts = wanted.flatMap(({ fact }) => (fact === undefined ? [] : [fact]));
  const findings = await compareFacts(facts, followers, repair);
  return { compared: facts.length, unreadable: wanted.length - facts.length, findings };
};

/** Those that came in time; the part is in order, so that what follows the first late one is late too. */
const dueOf = (found: readonly FoundFact[], until: number): readonly FoundFact[] => {
  const late = found.findIndex(({ at }) => at > until);
  return late === -1 ? found : found.slice(0, late);
};

const add = (report: ReconcileReport, turn: Turn): ReconcileReport => ({
  ...sum(report, turn),
  isComplete: report.isComplete && turn.end !== 'out of time' && turn.end !== 'not repaired',
});

const sum = (
  one: Pick<ReconcileReport, 'compared' | 'unreadable' | 'findings'>,
  other: Pick<ReconcileReport, 'compared' | 'unreadable' | 'findings'>,
) => ({
  compared: one.compared + other.compared,
  unreadable: one.unreadable + other.unreadable,
  findings: addFindings(one.findings, other.findings),
});
