import type { PoolFunctions } from '../shared/agents/agent-registry.ts';
import { planLanes } from '../shared/lanes/lane-plan.ts';
import type { FunctionRole } from '../shared/lanes/lane-table.ts';
import { INVOKES_PER_POLLER, pollersOf } from './constructs/queue-mapping.ts';
import { UNSUBSCRIBE_RESERVE } from './constructs/unsubscribe.ts';
import type { Deployment } from './deployment.ts';

/** Concurrent executions that AWS keeps unreserved in every account. */
const ALWAYS_UNRESERVED = 100;
/** AWS's range for the pollers of a queue's mapping that always run. */
const MINIMUM_POLLERS = { from: 2, to: 200 } as const;
const roles = ['critical', 'standard'] as const;

/** Where a profile does not fit its quota, or a pool not its profile: a sentence for each problem, which names file and field. */
export const problemsOfConcurrency = (deployment: Deployment): readonly string[] =>
  deployment.profile.reservedConcurrency === undefined
    ? [...unfitMappings(deployment), ...pointlessSettings(deployment)]
    : [...unfitReserves(deployment), ...crowdedReserves(deployment), ...unfitPollers(deployment)];

/** Concurrent executions that a deployment's functions keep for themselves. */
export const reservedExecutions = (deployment: Deployment): number => {
  const reserve = deployment.profile.reservedConcurrency;
  if (reserve === undefined) return 0;
  const mailing = Object.values(deployment.agents).filter(({ provider }) => provider.kind === 'ses').length;
  return (reserve.critical + reserve.standard) * poolsOf(deployment).length + mailing * UNSUBSCRIBE_RESERVE;
};

/** Invokes that the mappings of all lanes may ask for at the same time. */
export const laneInvokes = (deployment: Deployment): number =>
  poolsOf(deployment)
    .flatMap(({ pool }) => roles.map((role) => invokesAtOnce(deployment, pool, role)))
    .reduce((sum, invokes) => sum + invokes, 0);

/** The pools that have lanes: the coordinator's and one of each agent type. */
export const poolsOf = ({
  agents,
  coordinator,
}: Deployment): readonly { readonly pool: string; readonly functions: PoolFunctions }[] => [
  { pool: 'coordinator', functions: coordinator },
  ...Object.entries(agents).map(([pool, agent]) => ({ pool, functions: agent.functions })),
];

const unfitMappings = (deployment: Deployment): readonly string[] => {
  const { accountConcurrency, overcommit = 1 } = deployment.profile;
  const invokes = laneInvokes(deployment);
  const most = Math.floor(accountConcurrency * overcommit);
  return invokes <= most
    ? []
    : [
        `config/stages.ts: accountConcurrency is ${accountConcurrency} (overcommit ${overcommit}: ${most}), but the mappings of all lanes take ${invokes}, at least 2 each`,
      ];
};

const pointlessSettings = ({ profile }: Deployment): readonly string[] =>
  (['provisionedConcurrency', 'provisionedPollers'] as const)
    .filter((field) => profile[field] !== undefined)
    .map((field) => `config/stages.ts: ${field} needs reservedConcurrency`);

const unfitReserves = (deployment: Deployment): readonly string[] => {
  const { reservedConcurrency: reserve, provisionedConcurrency, accountConcurrency } = deployment.profile;
  const reserved = reservedExecutions(deployment);
  const available = accountConcurrency - ALWAYS_UNRESERVED;
  return [
    ...(reserved <= available
      ? []
      : [
          `config/stages.ts: functions reserve ${reserved} executions, ${available} can be reserved (accountConcurrency ${accountConcurrency} less ${ALWAYS_UNRESERVED})`,
        ]),
    ...((provisionedConcurrency?.critical ?? 0) <= (reserve?.critical ?? 0)
      ? []
      : ['config/stages.ts: provisionedConcurrency.critical is more than reservedConcurrency.critical']),
  ];
};

const crowdedReserves = (deployment: Deployment): readonly string[] =>
  poolsOf(deployment).flatMap(({ pool }) =>
    roles.flatMap((role) => {
      const used = invokesAtOnce(deployment, pool, role);
      const reserve = deployment.profile.reservedConcurrency?.[role] ?? 0;
      return used <= reserve
        ? []
        : [`config/lanes.ts: the ${role} lanes of ${pool} take ${used} invokes, ${reserve} are reserved`];
    }),
  );

const unfitPollers = ({ profile }: Deployment): readonly string[] =>
  roles.flatMap((role) => {
    const pollers = profile.provisionedPollers?.[role];
    const { from, to } = MINIMUM_POLLERS;
    return pollers === undefined || (pollers >= from && pollers <= to)
      ? []
      : [`config/stages.ts: provisionedPollers.${role} is ${pollers}, AWS takes ${from} to ${to}`];
  });

const invokesAtOnce = ({ lanes, profile }: Deployment, pool: string, role: FunctionRole): number => {
  const rows = lanes[pool];
  if (rows === undefined) return 0;
  return planLanes(rows, profile)
    .filter((lane) => lane.role === role)
    .map((lane) => {
      const pollers = pollersOf(lane, profile);
      return pollers === undefined ? lane.maxConcurrency : pollers.maximum * INVOKES_PER_POLLER;
    })
    .reduce((sum, invokes) => sum + invokes, 0);
};
