import type { LaneRow, LaneTable } from '../shared/lanes/lane-table.ts';
import { deadlineSecondsOf, type Priority } from '../shared/messages/priority.ts';
import { agents } from './agents.ts';

/** The numbers of an agent type's lanes, by tier. CDK, functions, planner and tests read them here. */
const agentLanes = {
  CRITICAL: {
    deadlineSeconds: deadlineSecondsOf.CRITICAL,
    batchSize: 10,
    batchWindowSeconds: 0,
    concurrencyShare: 1,
    visibilityTimeoutSeconds: 36,
    maxReceives: 6,
  },
  HIGH: {
    deadlineSeconds: deadlineSecondsOf.HIGH,
    batchSize: 10,
    batchWindowSeconds: 0,
    concurrencyShare: 0.5,
    visibilityTimeoutSeconds: 90,
    maxReceives: 6,
  },
  MEDIUM: {
    deadlineSeconds: deadlineSecondsOf.MEDIUM,
    batchSize: 10,
    batchWindowSeconds: 0,
    concurrencyShare: 0.3,
    visibilityTimeoutSeconds: 90,
    maxReceives: 6,
  },
  LOW: {
    deadlineSeconds: deadlineSecondsOf.LOW,
    batchSize: 10,
    batchWindowSeconds: 1,
    concurrencyShare: 0.2,
    visibilityTimeoutSeconds: 90,
    maxReceives: 6,
  },
} as const satisfies Record<Priority, LaneRow>;

/** The coordinator gives up a receive earlier: what it cannot read it has rejected by then. */
const coordinatorLanes = {
  CRITICAL: { ...agentLanes.CRITICAL, maxReceives: 5 },
  HIGH: { ...agentLanes.HIGH, maxReceives: 5 },
  MEDIUM: { ...agentLanes.MEDIUM, maxReceives: 5 },
  LOW: { ...agentLanes.LOW, maxReceives: 5 },
} as const satisfies Record<Priority, LaneRow>;

/** Lanes of agent types that need other numbers than the rest. */
const ownLanes: Partial<LaneTable<keyof typeof agents>> = {};

/** Every lane's numbers: the coordinator's, and those of each agent type of `config/agents.ts`. */
export const lanes: LaneTable<'coordinator' | keyof typeof agents> = {
  coordinator: coordinatorLanes,
  ...lanesOf(Object.keys(agents) as (keyof typeof agents)[]),
  ...ownLanes,
};

function lanesOf<Pool extends string>(pools: readonly Pool[]): LaneTable<Pool> {
  return Object.fromEntries(pools.map((pool) => [pool, agentLanes])) as LaneTable<Pool>;
}
