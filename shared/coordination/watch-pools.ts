import { type AgentRegistry, type AgentType, standbyName, weightOf } from '../agents/agent-registry.ts';
import { servicesOf } from '../agents/services-of.ts';
import { type IdentityHealth, reportedHealth } from '../balancing/identity-health.ts';
import { type LoadBuckets, loadOf } from '../balancing/pool-load.ts';
import { SHARES_CONTROL, sharesOf } from '../fairness/shares.ts';
import { admissionOf } from '../resilience/breaker.ts';
import { breakerControl, breakerStateOf } from '../resilience/breaker-record.ts';
import type { ControlBoard } from '../state/control-board.ts';
import { agentStatusControl } from '../state/control-store.ts';
import type { PoolHealth, PoolView } from './assign-work.ts';

/** Where the loads of pools are read, without telling any. Throws. */
export type LoadReader = (agentTypes: readonly string[]) => Promise<ReadonlyMap<string, LoadBuckets>>;

export type PoolWatchDeps = {
  readonly agents: AgentRegistry;
  /** A board of `poolControls`. */
  readonly board: Pick<ControlBoard, 'get'>;
  readonly loads: LoadReader;
  /** Milliseconds since 1970. */
  readonly now: () => number;
};

/** Says how every pool is, by agent type, as of about a second ago. Throws where switches cannot be read. */
export type PoolWatch = () => Promise<ReadonlyMap<string, PoolView>>;

/** The switches that tell how pools are. */
export const poolControls = (agents: AgentRegistry): readonly string[] => [
  SHARES_CONTROL,
  ...servicesOf(agents).map(breakerControl),
  ...Object.values(agents).flatMap(({ identities }) => Object.keys(identities).map(agentStatusControl)),
];

const LOADS_KEPT_MS = 1000;

/**
 * Makes a watch: one read of the switches a second, and one of the loads of those pools whose capacity has a limit, if there are
 * any. Loads are lossy: where they cannot be read, none is known.
 */
export const createPoolWatch = ({ agents, board, loads, now }: PoolWatchDeps): PoolWatch => {
  const limited = Object.keys(agents).filter((agentType) => limitOf(agents[agentType]) !== undefined);
  let kept: { readonly at: number; readonly loads: ReturnType<LoadReader> } | undefined;
  const readLoads = (at: number) => {
    if (limited.length === 0) return NO_LOADS;
    if (kept === undefined || at - kept.at >= LOADS_KEPT_MS) {
      kept = { at, loads: loads(limited).catch(() => new Map()) };
    }
    return kept.loads;
  };
  return async () => {
    const at = now();
    const buckets = await readLoads(at);
    const views = Object.entries(agents).map(async ([agentType, agent]) => {
      const health = await healthOf(agentType, agent, board, at);
      return [agentType, { health, load: loadIn(agent, buckets.get(agentType), at) }] as const;
    });
    return new Map(await Promise.all(views));
  };
};

const NO_LOADS: ReturnType<LoadReader> = Promise.resolve(new Map());

const healthOf = async (
  agentType: string,
  agent: AgentType,
  board: PoolWatchDeps['board'],
  at: number,
): Promise<PoolHealth> => {
  const { provider, standby } = agent;
  const services = [provider.kind, ...(standby ? [standbyName(provider, standby)] : [])];
  const controls = await Promise.all(
    services.map((service) => board.get(breakerControl({ agentType, service }))),
  );
  const admissions = controls.map((control) => admissionOf(breakerStateOf(control), at));
  if (!(await hasIdentity(agent, board))) return 'NO_IDENTITY';
  if (admissions.includes('all')) return 'WELL';
  return admissions.includes('probe') ? 'RECOVERING' : 'BREAKER_OPEN';
};

/** As the pool's own balancer looks at who is in rotation. */
const hasIdentity = async ({ identities }: AgentType, board: PoolWatchDeps['board']): Promise<boolean> => {
  const health: IdentityHealth = reportedHealth(board);
  const names = Object.keys(identities);
  const [sick, told] = await Promise.all([health.unhealthy(names), board.get(SHARES_CONTROL)]);
  const shares = sharesOf(told);
  return Object.entries(identities).some(
    ([name, own]) => !sick.has(name) && (shares.identities[name]?.weight ?? weightOf(own)) > 0,
  );
};

/** Calls at once that a pool's identities may make together; `undefined` where one of them has no limit. */
const limitOf = (agent: AgentType | undefined): number | undefined => {
  const limits = Object.values(agent?.identities ?? {}).map(({ capacity }) => capacity?.concurrent);
  return limits.reduce<number | undefined>(
    (sum, each) => (sum === undefined || each === undefined ? undefined : sum + each),
    0,
  );
};

const loadIn = (agent: AgentType, buckets: LoadBuckets | undefined, at: number): number | undefined => {
  const limit = limitOf(agent);
  if (buckets === undefined || limit === undefined || limit === 0) return undefined;
  const inFlight = Object.keys(agent.identities)
    .map((identity) => loadOf(identity, buckets, at).inFlight)
    .reduce((sum, each) => sum + each, 0);
  return Math.round((100 * inFlight) / limit) / 100;
};
