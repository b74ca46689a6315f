import { deadlineSecondsOf, type Priority, priorities } from '../../shared/messages/priority.ts';
import type { DeployedSystem } from './deployed-system.ts';
import type { LimitName, Observer } from './simulation/model.ts';
import { simulate } from './simulation/simulate.ts';
import { modelOf } from './system-model.ts';
import { createTally, type TierTally } from './tally.ts';
import { arrivalsOf, WARM_UP_MS, type Workload } from './workload.ts';

/** After this long nobody waits for the rest of a backlog any more. */
const LONGEST_MS = 6 * 3600 * 1000;

export type PlanAsked = {
  readonly system: DeployedSystem;
  readonly workload: Workload;
  readonly quota: number;
  readonly seed: number;
  readonly providerMs?: number | undefined;
};

/** What one tier can count on. */
export type TierPlan = {
  readonly tier: Priority;
  readonly offered: number;
  readonly started: number;
  readonly deadLetters: number;
  /** Parts of the offered whose first provider call starts within so many seconds of their due time. */
  readonly within: Readonly<Record<'1' | '5' | '30' | '300', number>>;
  readonly deadlineSeconds: number;
  readonly withinDeadline: number;
  /** Seconds; of those that were started. */
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  /** What held up most of those that were late. */
  readonly limit?: LimitName;
  /** Seconds until all that came at once, or waited at the beginning, was started. */
  readonly drainSeconds?: number;
};

/** What an invocation of a function was like, on average. */
export type Usage = {
  readonly worker: string;
  readonly invocations: number;
  readonly messages: number;
  readonly seconds: number;
  /** Seconds of it in environments that were started in advance. */
  readonly provisionedSeconds: number;
};

/** What a simulation of a deployment under a workload gave. */
export type Plan = {
  readonly tiers: readonly TierPlan[];
  /** The first limit that made a message late, and when. */
  readonly firstLimit?: { readonly name: LimitName; readonly tier: Priority; readonly seconds: number };
  /** Seconds that messages came in after the last arrival until nothing was left. */
  readonly behindSeconds: number;
  readonly left: number;
  readonly usage: readonly Usage[];
  readonly tallies: readonly TierTally[];
};

/** Simulates a workload on a deployment. The same arguments give the same plan. */
export const plan = ({ system, workload, quota, seed, providerMs }: PlanAsked): Plan => {
  const tally = createTally();
  const usage = createUsage();
  const observer: Observer = {
    started: tally.started,
    done: () => undefined,
    dead: tally.dead,
    invoked: usage.invoked,
  };
  const model = modelOf(system, {
    quota,
    pools: ['coordinator', workload.agentType],
    providerMs,
  });
  const arrivals = counted(arrivalsOf(system, workload, seed), tally.offered);
  const { atMs, waiting } = simulate({ system: model, arrivals, seed, endMs: LONGEST_MS, observer });
  const tallies = tally.tiers();
  const first = tallies.flatMap(({ tier, firstLate }) =>
    firstLate === undefined ? [] : [{ tier, ...firstLate }],
  );
  const [firstLimit] = first.sort((a, b) => a.at - b.at);
  return {
    tiers: tallies.map(tierPlanOf),
    ...(firstLimit === undefined
      ? {}
      : {
          firstLimit: {
            name: firstLimit.name,
            tier: firstLimit.tier,
            seconds: (firstLimit.at - WARM_UP_MS) / 1000,
          },
        }),
    behindSeconds: Math.max(0, (atMs - WARM_UP_MS) / 1000 - workload.seconds),
    left: waiting,
    usage: usage.all(),
    tallies,
  };
};

const counted = function* <T extends { atMs: number; tier: Priority; count: number }>(
  arrivals: Iterable<T>,
  count: (arrival: T) => void,
): Generator<T> {
  for (const arrival of arrivals) {
    count(arrival);
    yield arrival;
  }
};

const tierPlanOf = (tally: TierTally): TierPlan => {
  const { tier, offered, latencies, late } = tally;
  const within = (seconds: number) => countUpTo(latencies, seconds * 1000) / Math.max(1, offered);
  const at = (part: number) => (latencies[Math.ceil(part * latencies.length) - 1] ?? Number.NaN) / 1000;
  const deadlineSeconds = deadlineSecondsOf[tier];
  const limit = [...late].sort(([, a], [, b]) => b - a)[0]?.[0];
  return {
    tier,
    offered,
    started: latencies.length,
    deadLetters: tally.deadLetters,
    within: { '1': within(1), '5': within(5), '30': within(30), '300': within(300) },
    deadlineSeconds,
    withinDeadline: within(deadlineSeconds),
    p50: at(0.5),
    p95: at(0.95),
    p99: at(0.99),
    ...(limit === undefined ? {} : { limit }),
    ...(tally.surgeEnd === undefined ? {} : { drainSeconds: (tally.surgeEnd - WARM_UP_MS) / 1000 }),
  };
};

/** How many of ascending values are at most so much. */
const countUpTo = (ascending: Float64Array, most: number): number => {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] ?? 0) <= most) low = middle + 1;
    else high = middle;
  }
  return low;
};

const createUsage = () => {
  const found = new Map<
    string,
    { invocations: number; messages: number; seconds: number; provisionedSeconds: number }
  >();
  return {
    invoked: (worker: string, messages: number, milliseconds: number, provisioned: boolean) => {
      const sums = found.get(worker) ?? { invocations: 0, messages: 0, seconds: 0, provisionedSeconds: 0 };
      sums.invocations += 1;
      sums.messages += messages;
      sums.seconds += milliseconds / 1000;
      if (provisioned) sums.provisionedSeconds += milliseconds / 1000;
      found.set(worker, sums);
    },
    all: (): readonly Usage[] => [...found].map(([worker, sums]) => ({ worker, ...sums })),
  };
};

/** The tiers of a plan that something was offered to. */
export const offeredTiers = ({ tiers }: Plan): readonly TierPlan[] =>
  priorities.flatMap((tier) => tiers.filter((row) => row.tier === tier && row.offered > 0));
