import { costOfMillion, idleCostOfMonth } from '../../cli/capacity/cost.ts';
import type { DeployedSystem } from '../../cli/capacity/deployed-system.ts';
import { type Plan, plan, type TierPlan } from '../../cli/capacity/plan.ts';
import { readTemplates } from '../../cli/capacity/read-templates.ts';
import { synthesize } from '../../cli/capacity/synthesize.ts';
import type { ByTier, Workload } from '../../cli/capacity/workload.ts';
import { percent } from '../../cli/format/format-plan.ts';
import { profiles } from '../../config/stages.ts';
import { deploymentOf } from '../../infra/deployment.ts';
import { deadlineSecondsOf, type Priority } from '../../shared/messages/priority.ts';
import type { Benchmark, Row } from './benchmark.ts';
import { quantile } from './paired-rounds.ts';

type ProfileName = keyof typeof profiles;
type Stand = { readonly name: ProfileName; readonly system: DeployedSystem; readonly quota: number };

const MIX: ByTier = { CRITICAL: 5, HIGH: 15, MEDIUM: 30, LOW: 50 };
const LOADS = [10, 100, 1000] as const;
const BURSTS = [200, 1000, 5000] as const;
const BACKLOGS = [10_000, 1_000_000] as const;

/** P3, P4 and P10: what the profiles hold, by the planner's simulation of their templates. */
export const capacity: Benchmark = async ({ quick }) => {
  const seeds = Array.from({ length: quick ? 2 : 5 }, (_, index) => index + 1);
  const stands = (Object.keys(profiles) as ProfileName[]).map(standOf);
  const rows = stands.flatMap((stand) => [
    ...LOADS.map((rate) => loadRow(stand, rate, seeds)),
    ...(['direct', 'bus'] as const).flatMap((path) =>
      BURSTS.map((burst) => burstRow(stand, path, burst, seeds)),
    ),
    ...BACKLOGS.map((backlog) => backlogRow(stand, backlog, seeds)),
    overloadRow(stand, seeds),
  ]);
  return {
    title: 'P3, P4, P10 · what the profiles hold',
    layer: 'seeded discrete-event simulation',
    goal: 'scale: 99.99 % of a burst of 5,000 CRITICAL within 1 s; CRITICAL p99 ≤ 1.05 × idle with LOW waiting at ≥ 0.98 of its rate; goodput ≥ 0.95 at 2 × load, CRITICAL well again within 10 s',
    rows,
    notes: [
      ...stands.map(costNote),
      `Seeds 1 to ${seeds.length}; parts over all of them together, ratios the median of each seed's.`,
      'All messages are for one agent type; what AWS does not promise is in cli/capacity/timings.ts.',
    ],
  };
};

const standOf = (name: ProfileName): Stand => ({
  name,
  quota: profiles[name].accountConcurrency,
  system: readTemplates(synthesize({ ...deploymentOf('prod'), profile: profiles[name] }).templates),
});

const run = ({ system, quota }: Stand, changes: Partial<Workload>, seed: number): Plan =>
  plan({
    ...{ system, quota, seed },
    workload: {
      ...{ agentType: 'email', path: 'direct', rate: 20, mix: MIX, burst: {}, waiting: {}, seconds: 60 },
      ...changes,
    },
  });

const loadRow = (stand: Stand, rate: number, seeds: readonly number[]): Row => {
  const plans = seeds.map((seed) => run(stand, { rate }, seed));
  return rowOf(stand, `${rate} a second`, plans, ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW']);
};

const burstRow = (stand: Stand, path: Workload['path'], burst: number, seeds: readonly number[]): Row => {
  const plans = seeds.map((seed) => run(stand, { path, burst: { CRITICAL: burst } }, seed));
  const by = path === 'bus' ? 'by bus' : 'direct';
  return rowOf(stand, `burst of ${burst} CRITICAL, ${by}`, plans, ['CRITICAL']);
};

/** CRITICAL beside a backlog, and the backlog's own pace without a reserve for CRITICAL. */
const backlogRow = (stand: Stand, backlog: number, seeds: readonly number[]): Row => {
  const few = backlog > 100_000 ? seeds.slice(0, 3) : seeds;
  const rate = stand.name === 'starter' ? 10 : 50;
  const critical: Partial<Workload> = { rate, mix: { CRITICAL: 1 }, seconds: 250 };
  const free: Stand = { ...stand, system: withoutCritical(stand.system) };
  const pairs = few.map((seed) => ({
    idle: run(stand, critical, seed),
    busy: run(stand, { ...critical, waiting: { LOW: backlog } }, seed),
    alone: run(free, { rate: 0, waiting: { LOW: backlog } }, seed),
  }));
  const slower = p99OfAll(pairs.map(({ busy }) => busy)) / p99OfAll(pairs.map(({ idle }) => idle));
  const pace = quantile(
    pairs.map(({ busy, alone }) => drainOf(alone) / drainOf(busy)),
    0.5,
  );
  return {
    ...rowOf(
      stand,
      `${backlog} LOW waiting`,
      pairs.map(({ busy }) => busy),
      ['CRITICAL'],
    ),
    found: `CRITICAL p99 ${slower.toFixed(3)} × idle; LOW drained in ${Math.round(
      quantile(
        pairs.map(({ busy }) => drainOf(busy)),
        0.5,
      ),
    )} s, ${pace.toFixed(3)} of its rate without a reserve`,
  };
};

/** Twice what a lane holds: HIGH's, with CRITICAL beside it, and CRITICAL's own. */
const overloadRow = (stand: Stand, seeds: readonly number[]): Row => {
  const seconds = 60;
  const high = capacityOf(stand, 'HIGH');
  const critical = capacityOf(stand, 'CRITICAL');
  const over = seeds.map((seed) =>
    run(stand, { rate: 0.8 * (high + 10), overload: 2.5, mix: { HIGH: high, CRITICAL: 10 }, seconds }, seed),
  );
  const idle = seeds.map((seed) =>
    run(stand, { rate: 8, overload: 2.5, mix: { CRITICAL: 1 }, seconds }, seed),
  );
  const own = run(stand, { rate: 0.5 * critical, overload: 4, mix: { CRITICAL: 1 }, seconds: 10 }, 1);
  const goodput = median(over.map((found) => startedUntil(found, 'HIGH', seconds) / (high * seconds)));
  const slower = p99OfAll(over) / p99OfAll(idle);
  return {
    ...rowOf(stand, `HIGH at twice its ${Math.round(high)} a second`, over, ['CRITICAL']),
    found: `goodput ${goodput.toFixed(2)} of capacity, CRITICAL p99 ${slower.toFixed(2)} × idle meanwhile; CRITICAL itself at twice its ${Math.round(critical)} a second for 10 s: well ${own.behindSeconds.toFixed(1)} s later`,
  };
};

/** Messages of a tier that a profile takes in a second, once its pollers and environments have found their number. */
const capacityOf = (stand: Stand, tier: Priority): number => {
  const backlog = stand.name === 'starter' ? 5000 : 50_000;
  const { startedAt } = tallyOf(run(stand, { rate: 0, waiting: { [tier]: backlog } }, 1), tier);
  const ascending = [...startedAt].sort((a, b) => a - b);
  const [from = 0, to = 0] = [ascending[backlog / 2], ascending[backlog * 0.95]];
  return (0.45 * backlog * 1000) / (to - from);
};

/** Seconds: over all runs together, so that chance says less. */
const p99OfAll = (plans: readonly Plan[]): number =>
  quantile(
    plans.flatMap((found) => [...tallyOf(found, 'CRITICAL').latencies]),
    0.99,
  );

/** The same deployment whose LOW lane need not leave anything to CRITICAL: its function has no reserve, nor has CRITICAL's. */
const withoutCritical = (system: DeployedSystem): DeployedSystem => ({
  ...system,
  functions: system.functions.map(({ reservedConcurrency: _, ...rest }) => ({
    ...rest,
    provisionedConcurrency: 0,
  })),
});

const rowOf = (stand: Stand, what: string, plans: readonly Plan[], tiers: readonly Priority[]): Row => ({
  profile: stand.name,
  load: what,
  ...Object.fromEntries(
    (['CRITICAL', 'HIGH', 'MEDIUM', 'LOW'] as const).map((tier) => [
      `${tier} ≤ ${deadlineSecondsOf[tier]} s`,
      tiers.includes(tier) ? withinDeadline(plans.map((one) => tierOf(one, tier))) : '',
    ]),
  ),
  'first limit': plans.find(({ firstLimit }) => firstLimit !== undefined)?.firstLimit?.name ?? 'none',
  found: '',
});

const withinDeadline = (rows: readonly TierPlan[]): string => {
  const offered = rows.reduce((sum, row) => sum + row.offered, 0);
  return percent(rows.reduce((sum, row) => sum + row.withinDeadline * row.offered, 0) / offered);
};

const tierOf = ({ tiers }: Plan, tier: Priority): TierPlan => {
  const found = tiers.find((row) => row.tier === tier);
  if (found === undefined) throw new Error(`${tier}: is not in the plan`);
  return found;
};

const drainOf = (found: Plan, tier: Priority = 'LOW'): number =>
  tierOf(found, tier).drainSeconds ?? Number.NaN;

const tallyOf = ({ tallies }: Plan, tier: Priority) => {
  const found = tallies.find((tally) => tally.tier === tier);
  if (found === undefined) throw new Error(`${tier}: was not counted`);
  return found;
};

const startedUntil = (found: Plan, tier: Priority, seconds: number): number => {
  const { startedAt, from } = tallyOf(found, tier);
  return startedAt.filter((at) => at <= from + seconds * 1000).length;
};

const median = (values: readonly number[]): number => quantile(values, 0.5);

const costNote = (stand: Stand): string => {
  const idle = idleCostOfMonth(stand.system);
  const workload: Workload = {
    ...{ agentType: 'email', path: 'direct', rate: 100, mix: MIX, burst: {}, waiting: {}, seconds: 60 },
  };
  const million = costOfMillion(stand.system, workload, run(stand, workload, 1));
  const parts = Object.entries(idle.parts).map(([name, usd]) => `${name} ${usd.toFixed(2)}`);
  return `${stand.name}: quota ${stand.quota}; idle ${idle.usd.toFixed(2)} USD a month (${parts.join(', ')}); ${million.usd.toFixed(2)} USD per million at 100 a second.`;
};
