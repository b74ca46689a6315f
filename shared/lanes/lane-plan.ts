import { type Priority, priorities } from '../messages/priority.ts';
import { type FunctionRole, functionRoleOf, type LaneRow } from './lane-table.ts';
import type { StageProfile } from './stage.ts';

/** One lane as it is deployed: the tiers it carries, the function that works on it, and how many invokes at once. */
export type PlannedLane = LaneRow & {
  /** The tier that names the lane. */
  readonly tier: Priority;
  readonly tiers: readonly Priority[];
  readonly role: FunctionRole;
  /** Concurrent invokes at most: 2 (AWS's least) to 1,000; the lanes of a function sum to at most its reserve. */
  readonly maxConcurrency: number;
};

const LEAST_MAPPING_CONCURRENCY = 2;

/** The lanes of a pool under a profile. Throws when a reserve is too small for its lanes. */
export const planLanes = (
  rows: Readonly<Record<Priority, LaneRow>>,
  profile: StageProfile,
): readonly PlannedLane[] =>
  laneGroups(profile).map(([tier, tiers]) => ({
    ...rows[tier],
    tier,
    tiers,
    role: functionRoleOf(tier),
    maxConcurrency: maxConcurrencyOf(rows[tier], functionRoleOf(tier), profile),
  }));

/** The tier whose lane carries a tier under a profile. */
export const laneTierOf = (tier: Priority, profile: StageProfile): Priority =>
  laneGroups(profile).find(([, tiers]) => tiers.includes(tier))?.[0] ?? tier;

const laneGroups = (profile: StageProfile): readonly (readonly [Priority, readonly Priority[]])[] =>
  profile.standardTiersShareALane
    ? [
        ['CRITICAL', ['CRITICAL']],
        ['HIGH', ['HIGH', 'MEDIUM', 'LOW']],
      ]
    : priorities.map((tier) => [tier, [tier]] as const);

const maxConcurrencyOf = (row: LaneRow, role: FunctionRole, profile: StageProfile): number => {
  if (profile.reservedConcurrency === undefined) return LEAST_MAPPING_CONCURRENCY;
  const cap = Math.floor(profile.reservedConcurrency[role] * row.concurrencyShare);
  if (cap < LEAST_MAPPING_CONCURRENCY) {
    throw new Error(
      `reservedConcurrency.${role}: too small, a lane with share ${row.concurrencyShare} needs at least 2`,
    );
  }
  return cap;
};
