import type { ServiceName } from '../resilience/breaker-record.ts';
import { createControlBoard } from '../state/control-board.ts';
import type { ControlStore } from '../state/control-store.ts';
import { type ParkedMessage, positionOf } from './parked-message.ts';
import type { ParkingLot } from './parking-lot.ts';
import { type Pace, releaseInTurn } from './release-in-turn.ts';
import { endLease, takeLease } from './release-lease.ts';
import type { ReleaseRun } from './release-order.ts';
import { type ReleaseDeps, type ReleaseResult, releaseParked } from './release-parked.ts';
import { wantRelease } from './release-wanted.ts';
import { isDue, type Road, readRoad, roadControls } from './road.ts';

export type RunDeps = Omit<ReleaseDeps, 'lot'> &
  Pace & {
    readonly lot: Pick<ParkingLot, 'get' | 'list' | 'remove'>;
    readonly controls: ControlStore;
    readonly services: readonly ServiceName[];
    /** Whether there is time to begin with one more. */
    readonly hasTime: () => boolean;
  };

/** What a page of a run came to, and the order of its next page where there is one. */
export type RunPage = { readonly results: readonly ReleaseResult[]; readonly next?: ReleaseRun | undefined };

const nothing: RunPage = { results: [] };

/**
 * Does one page of a run. It looks at the road first, and once a second from then on: where it is not open any more nothing
 * further is released, and whoever opens it again orders the rest. Throws where a port does.
 */
export const doRun = async (run: ReleaseRun, deps: RunDeps): Promise<RunPage> => {
  const { pool } = run;
  const { controls, services, now } = deps;
  const board = createControlBoard({ store: controls, names: roadControls(pool, services), now });
  const look = () => readRoad(pool, services, board.get, now());
  const road = await look();
  if (road.kind === 'probe') return { results: await releaseProbe(run, road, deps) };
  if (road.kind === 'closed' || run.kind === 'probe') return nothing;
  if (!(await takeLease(controls, run, now()))) return nothing;
  const page = await releasePage(run, road, { ...deps, isOpen: async () => (await look()).kind === 'open' });
  if (page.next === undefined) await endLease(controls, run);
  return page;
};

const releasePage = async (
  run: ReleaseRun,
  road: Road,
  deps: RunDeps & { readonly isOpen: () => Promise<boolean> },
): Promise<RunPage> => {
  const { messages, next } = await deps.lot.list(run.pool, { until: run.until }, run.after);
  const due = messages.filter((parked) => isDue(parked, road, deps.now()));
  // Where this invocation dies, or a port fails it, the clock's next look goes on with the rest.
  if (due.some((parked) => isYoung(parked, deps.now()))) await wantRelease(run.pool, deps);
  let wasOpen = true;
  const mayGoOn = async () => {
    wasOpen = await deps.isOpen();
    return wasOpen && deps.hasTime();
  };
  const results = await releaseInTurn(due, orderOf(run), { ...deps, mayGoOn, skipsFailures: true });
  if (!wasOpen) return { results };
  const after = results.length < due.length ? positionAfter(results) : next;
  return { results, next: after === undefined ? undefined : { ...run, after } };
};

/** Milliseconds for which the clock keeps looking for a message: what never goes through is not asked about for ever. */
const LOOKED_FOR_MS = 24 * 3_600_000;

const isYoung = ({ attempt, parkedAt }: ParkedMessage, now: number): boolean =>
  attempt === 0 && now - parkedAt < LOOKED_FOR_MS;

const positionAfter = (results: readonly ReleaseResult[]): string | undefined => {
  const last: ParkedMessage | undefined = results.at(-1)?.parked;
  return last && positionOf(last);
};

/** Releases the first message that can be: what is refused, or over, makes no call. */
const releaseProbe = async (
  run: ReleaseRun,
  road: Road,
  deps: RunDeps,
): Promise<readonly ReleaseResult[]> => {
  const results: ReleaseResult[] = [];
  let after = run.after;
  do {
    const page = await deps.lot.list(run.pool, { until: run.until }, after);
    for (const parked of page.messages.filter((each) => isDue(each, road, deps.now()))) {
      if (!deps.hasTime()) return results;
      const result = await releaseParked(parked, orderOf({ ...run, by: 'PROBE' }), deps);
      results.push(result);
      if (result.outcome === 'RELEASED') return results;
    }
    after = page.next;
  } while (after !== undefined && deps.hasTime());
  return results;
};

const orderOf = ({ by }: Pick<ReleaseRun, 'by'>) => ({ by, dryRun: false });
