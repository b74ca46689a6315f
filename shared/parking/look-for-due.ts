import type { ServiceName } from '../resilience/breaker-record.ts';
import { createControlBoard } from '../state/control-board.ts';
import type { ControlStore } from '../state/control-store.ts';
import { isHeld, leaseControl } from './release-lease.ts';
import type { ReleaseLook, ReleaseRun } from './release-order.ts';
import { wantedAt, wantedControl } from './release-wanted.ts';
import { LOOK_BACK_MS, readRoad, roadControls } from './road.ts';

export type LookDeps = {
  readonly controls: Pick<ControlStore, 'read'>;
  readonly services: readonly ServiceName[];
  readonly newId: () => string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
};

/**
 * The runs that are due, by the stage's switches alone: a probe where a breaker lets one through, and all where the road has
 * opened lately, or somebody asked. One read for every pool, and nothing else while all is well. Throws
 * `ControlsUnavailableError`.
 */
export const lookForDue = async (
  { by, pools }: ReleaseLook,
  { controls, services, newId, now }: LookDeps,
): Promise<readonly ReleaseRun[]> => {
  const names = new Set(
    pools.flatMap((pool) => [leaseControl(pool), wantedControl(pool), ...roadControls(pool, services)]),
  );
  const board = createControlBoard({ store: controls, names: [...names], now });
  const at = now();
  const runOf = async (pool: string): Promise<readonly ReleaseRun[]> => {
    const road = await readRoad(pool, services, board.get, at);
    const run = { v: 1, pool, id: newId(), until: at } as const;
    if (road.kind === 'probe') return [{ ...run, kind: 'probe', by: 'PROBE' }];
    if (road.kind === 'closed' || isHeld(await board.get(leaseControl(pool)), at)) return [];
    const since = Math.max(road.since, wantedAt(await board.get(wantedControl(pool))));
    if (by === 'CLOCK' && at - since > LOOK_BACK_MS) return [];
    return [{ ...run, kind: 'all', by: by === 'CLOCK' ? 'SWEEP' : by }];
  };
  return (await Promise.all(pools.map(runOf))).flat();
};
