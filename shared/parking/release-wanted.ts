import * as z from 'zod';
import type { ServiceName } from '../resilience/breaker-record.ts';
import { createControlBoard } from '../state/control-board.ts';
import type { Control, ControlStore } from '../state/control-store.ts';
import { readRoad, roadControls } from './road.ts';

/** The switch by which whoever parks a message asks for a look at its pool. */
export const wantedControl = (pool: string): string => `release-wanted/${pool}`;

const schema = z.object({ at: z.number() });

/** When somebody asked last, in milliseconds since 1970; 0 where nobody ever did. */
export const wantedAt = ({ value }: Control): number => schema.safeParse(value).data?.at ?? 0;

export type WantDeps = {
  readonly controls: ControlStore;
  readonly services: readonly ServiceName[];
  /** Milliseconds since 1970. */
  readonly now: () => number;
};

/**
 * Asks for a release where the road of a pool is open: for messages that were set aside before it opened, and parked after.
 * Called once they are parked, so that nothing is missed: whoever opens the road later looks at what is parked then. Throws
 * `ControlsUnavailableError`.
 */
export const wantRelease = async (pool: string, { controls, services, now }: WantDeps): Promise<void> => {
  const wanted = wantedControl(pool);
  const names = [wanted, ...roadControls(pool, services)];
  const board = createControlBoard({ store: controls, names, now });
  const road = await readRoad(pool, services, board.get, now());
  if (road.kind !== 'open') return;
  const { version } = await board.get(wanted);
  // Somebody else who was faster asked for the same.
  await controls.write(wanted, { version: version + 1, value: { at: now() } });
};
