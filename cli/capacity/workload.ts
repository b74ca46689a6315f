import { type Priority, priorities } from '../../shared/messages/priority.ts';
import type { DeployedSystem } from './deployed-system.ts';
import { type Draw, seededDraw, waitForNext } from './draws.ts';
import type { Arrival } from './simulation/model.ts';
import { laneName } from './system-model.ts';
import { timings } from './timings.ts';

/** A number for each tier that has one. */
export type ByTier = Readonly<Partial<Record<Priority, number>>>;

/** What comes in. */
export type Workload = {
  /** The agent type that all of it is for. */
  readonly agentType: string;
  readonly path: 'direct' | 'bus';
  /** Messages a second of all tiers, independent of each other. */
  readonly rate: number;
  /** By how much more comes once the measured time begins. @default 1 */
  readonly overload?: number;
  /** Weights of the tiers in the rate. */
  readonly mix: ByTier;
  /** Messages that come all at once when the measured time begins. */
  readonly burst: ByTier;
  /** Messages that wait in the lane of their tier when the measured time begins, whatever the path. */
  readonly waiting: ByTier;
  /** For how long messages come at the rate and are measured. */
  readonly seconds: number;
};

/** Before this nothing is measured: pollers and environments find their number. */
export const WARM_UP_MS = 30_000;

/** Messages that a producer sends together. */
const BURST_BATCH = 10;

/** The arrivals of a workload, in order of time; the same for the same seed, whatever they meet. */
export const arrivalsOf = function* (
  system: DeployedSystem,
  workload: Workload,
  seed: number,
): Generator<Arrival> {
  const routes = routesOf(system, workload);
  const draw = seededDraw(seed ^ 0x51ed270b);
  const end = WARM_UP_MS + workload.seconds * 1000;
  let surged = false;
  const rateAt = (at: number) => workload.rate * (at < WARM_UP_MS ? 1 : (workload.overload ?? 1));
  for (let at = firstOf(workload, draw); ; at += waitForNext(draw, rateAt(at))) {
    if (!surged && at >= WARM_UP_MS) {
      surged = true;
      yield* surges(workload, routes);
    }
    if (at >= end) return;
    const tier = tierOf(workload.mix, draw());
    yield { atMs: at, tier, count: 1, ...routes[tier] };
  }
};

type Route = Pick<Arrival, 'route' | 'transit'>;

const firstOf = ({ rate }: Workload, draw: Draw): number =>
  rate === 0 ? Number.POSITIVE_INFINITY : waitForNext(draw, rate);

const surges = function* (
  { burst, waiting }: Workload,
  routes: Readonly<Record<Priority, Route>>,
): Generator<Arrival> {
  for (const tier of priorities) {
    const { route, transit } = routes[tier];
    const backlog = waiting[tier] ?? 0;
    if (backlog > 0) yield { atMs: WARM_UP_MS, tier, count: backlog, route: route.slice(-1) };
    for (let left = burst[tier] ?? 0; left > 0; left -= BURST_BATCH) {
      const count = Math.min(left, BURST_BATCH);
      yield { atMs: WARM_UP_MS, tier, count, route, ...(transit === undefined ? {} : { transit }) };
    }
  }
};

const routesOf = (
  { lanes }: DeployedSystem,
  { agentType, path }: Workload,
): Readonly<Record<Priority, Route>> => {
  const laneOf = (pool: string, tier: Priority): string => {
    const lane = lanes.find((candidate) => candidate.pool === pool && candidate.tiers.includes(tier));
    if (lane === undefined) throw new Error(`${pool}: no lane carries ${tier}`);
    return laneName(lane);
  };
  const routeOf = (tier: Priority): Route =>
    path === 'direct'
      ? { route: [laneOf(agentType, tier)] }
      : {
          route: [laneOf('coordinator', tier), laneOf(agentType, tier)],
          transit: timings.bus.quantiles,
        };
  return {
    CRITICAL: routeOf('CRITICAL'),
    HIGH: routeOf('HIGH'),
    MEDIUM: routeOf('MEDIUM'),
    LOW: routeOf('LOW'),
  };
};

const tierOf = (mix: ByTier, part: number): Priority => {
  const weights = priorities.map((tier) => mix[tier] ?? 0);
  let left = part * weights.reduce((sum, weight) => sum + weight, 0);
  for (const [index, tier] of priorities.entries()) {
    left -= weights[index] ?? 0;
    if (left < 0) return tier;
  }
  return 'LOW';
};
