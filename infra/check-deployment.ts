import type { PoolFunctions } from '../shared/agents/agent-registry.ts';
import { planLanes } from '../shared/lanes/lane-plan.ts';
import { type FunctionRole, functionRoleOf } from '../shared/lanes/lane-table.ts';
import { priorities } from '../shared/messages/priority.ts';
import { problemsOfAgents } from './check-agents.ts';
import { INVOKES_PER_POLLER, pollersOf } from './constructs/queue-mapping.ts';
import { UNSUBSCRIBE_RESERVE } from './constructs/unsubscribe.ts';
import type { Deployment } from './deployment.ts';
import { problemsOfFallbacks } from './fallbacks.ts';

/** Concurrent executions that AWS keeps unreserved in every account. */
const ALWAYS_UNRESERVED = 100;
/** A visibility timeout must outlast this many function time-outs: AWS's rule for queues that feed functions. */
const VISIBILITY_FACTOR = 6;

/** Throws one error that names every setting which AWS would refuse, or which would lose or repeat messages. */
export const checkDeployment = (deployment: Deployment): void => {
  const problems = [
    ...problemsOfAgents(deployment),
    ...problemsOfFallbacks(deployment),
    ...shortVisibility(deployment),
    ...unfitReserves(deployment),
    ...crowdedReserves(deployment),
  ];
  if (problems.length > 0) {
    throw new Error(
      `stage ${deployment.stageName} cannot be deployed:\n${problems.map((p) => `- ${p}`).join('\n')}`,
    );
  }
};

const shortVisibility = (deployment: Deployment): readonly string[] =>
  poolsOf(deployment).flatMap(({ pool, functions }) =>
    priorities.flatMap((tier) => {
      const seconds = deployment.lanes[pool]?.[tier].visibilityTimeoutSeconds ?? Number.POSITIVE_INFINITY;
      const least = VISIBILITY_FACTOR * functions.timeoutSeconds[functionRoleOf(tier)];
      return seconds >= least
        ? []
        : [
            `config/lanes.ts: ${pool}.${tier}.visibilityTimeoutSeconds is ${seconds}, at least ${least} needed`,
          ];
    }),
  );

const unfitReserves = (deployment: Deployment): readonly string[] => {
  const { reservedConcurrency: reserve, provisionedConcurrency, accountConcurrency } = deployment.profile;
  if (reserve === undefined) return [];
  const unsubscribers = Object.values(deployment.agents).filter(
    ({ provider }) => provider.kind === 'ses',
  ).length;
  const reserved =
    (reserve.critical + reserve.standard) * poolsOf(deployment).length + unsubscribers * UNSUBSCRIBE_RESERVE;
  const available = accountConcurrency - ALWAYS_UNRESERVED;
  return [
    ...(reserved <= available
      ? []
      : [`config/stages.ts: functions reserve ${reserved} executions, ${available} can be reserved`]),
    ...((provisionedConcurrency?.critical ?? 0) <= reserve.critical
      ? []
      : ['config/stages.ts: provisionedConcurrency.critical is more than reservedConcurrency.critical']),
  ];
};

const crowdedReserves = (deployment: Deployment): readonly string[] => {
  const reserve = deployment.profile.reservedConcurrency;
  if (reserve === undefined) return [];
  return poolsOf(deployment).flatMap(({ pool }) =>
    (['critical', 'standard'] as const).flatMap((role) => {
      const used = invokesAtOnce(deployment, pool, role);
      return used <= reserve[role]
        ? []
        : [
            `config/lanes.ts: the ${role} lanes of ${pool} take ${used} invokes, ${reserve[role]} are reserved`,
          ];
    }),
  );
};

const invokesAtOnce = ({ lanes, profile }: Deployment, pool: string, role: FunctionRole): number => {
  const rows = lanes[pool];
  if (rows === undefined) return 0;
  return planLanes(rows, profile)
    .filter((lane) => lane.role === role)
    .map(({ maxConcurrency }) => {
      const pollers = pollersOf(maxConcurrency, profile);
      return pollers === undefined ? maxConcurrency : pollers.maximum * INVOKES_PER_POLLER;
    })
    .reduce((sum, invokes) => sum + invokes, 0);
};

const poolsOf = ({
  agents,
  coordinator,
}: Deployment): readonly { readonly pool: string; readonly functions: PoolFunctions }[] => [
  { pool: 'coordinator', functions: coordinator },
  ...Object.entries(agents).map(([pool, agent]) => ({ pool, functions: agent.functions })),
];
