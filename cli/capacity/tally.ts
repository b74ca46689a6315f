import { deadlineSecondsOf, type Priority, priorities } from '../../shared/messages/priority.ts';
import type { Arrival, LimitName, Message } from './simulation/model.ts';
import { WARM_UP_MS } from './workload.ts';

/** What became of one tier's messages. */
export type TierTally = {
  readonly tier: Priority;
  /** When counting began, in milliseconds. */
  readonly from: number;
  readonly offered: number;
  readonly deadLetters: number;
  /** Milliseconds from due to started, ascending. */
  readonly latencies: Float64Array;
  /** When messages became due and when they were started, in milliseconds, in the order of their starts. */
  readonly dueAt: readonly number[];
  readonly startedAt: readonly number[];
  /** How many late messages each limit held up most. */
  readonly late: ReadonlyMap<LimitName, number>;
  readonly firstLate?: { readonly name: LimitName; readonly at: number };
  /** When the last of those was started that came at once, or waited at the beginning. */
  readonly surgeEnd?: number;
};

type Counts = {
  offered: number;
  deadLetters: number;
  dueAt: number[];
  startedAt: number[];
  late: Map<LimitName, number>;
  firstLate?: { name: LimitName; at: number };
  surgeEnd?: number;
};

/** Counts what is due after the warm-up. */
export const createTally = () => {
  const counts = Object.fromEntries(priorities.map((tier) => [tier, emptyCounts()])) as Record<
    Priority,
    Counts
  >;
  return {
    offered: ({ atMs, tier, count }: Pick<Arrival, 'atMs' | 'tier' | 'count'>): void => {
      if (atMs >= WARM_UP_MS) counts[tier].offered += count;
    },
    started: (message: Message, at: number): void => {
      if (message.dueAt < WARM_UP_MS) return;
      const of = counts[message.tier];
      of.dueAt.push(message.dueAt);
      of.startedAt.push(at);
      if (message.dueAt === WARM_UP_MS) of.surgeEnd = Math.max(of.surgeEnd ?? 0, at);
      if (at - message.dueAt > deadlineSecondsOf[message.tier] * 1000) noteLate(of, message, at);
    },
    dead: (message: Message, at: number): void => {
      if (message.dueAt < WARM_UP_MS) return;
      counts[message.tier].deadLetters += 1;
      noteLate(counts[message.tier], message, at);
    },
    tiers: (): readonly TierTally[] =>
      priorities.map((tier) => ({
        tier,
        from: WARM_UP_MS,
        ...counts[tier],
        latencies: latenciesOf(counts[tier]),
      })),
  };
};

const emptyCounts = (): Counts => ({
  offered: 0,
  deadLetters: 0,
  dueAt: [],
  startedAt: [],
  late: new Map(),
});

const noteLate = (of: Counts, { heldBy }: Message, at: number): void => {
  of.late.set(heldBy, (of.late.get(heldBy) ?? 0) + 1);
  if (of.firstLate === undefined || at < of.firstLate.at) of.firstLate = { name: heldBy, at };
};

const latenciesOf = ({ dueAt, startedAt }: Counts): Float64Array =>
  Float64Array.from(startedAt, (at, index) => at - (dueAt[index] ?? 0)).sort();
