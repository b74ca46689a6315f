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

/**
 * Seconds for which a command may be UNKNOWN before it is PARKED for somebody to decide; a receipt that comes later still
 * resolves it. Carriers send the last receipt of a text message up to 72 hours after it, and SES gives a mail up to 14 hours
 * (840 minutes) before it bounces: what has no receipt by then most likely gets none. Where a tier promises seconds, nobody
 * is served by three days of waiting: a day covers both but for the slowest carriers.
 */
export const unknownAgeSeconds = {
  CRITICAL: 24 * 3600,
  HIGH: 24 * 3600,
  MEDIUM: 72 * 3600,
  LOW: 72 * 3600,
} as const satisfies Record<Priority, number>;

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
