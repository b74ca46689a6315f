import * as z from 'zod';
import type { Control, ControlStore } from '../state/control-store.ts';

/** The switch that says which run releases in a pool. */
export const leaseControl = (pool: string): string => `release/${pool}`;

/** Milliseconds that a run may be silent: a page takes 60 s at most, and the next waits for nobody. */
const LEASE_MS = 90_000;

const schema = z.object({ id: z.string(), until: z.number() });

/** Whether a run other than `id` has the pool. */
export const isHeld = ({ value }: Control, now: number, id?: string): boolean => {
  const lease = schema.safeParse(value).data;
  return lease !== undefined && lease.id !== id && now < lease.until;
};

/**
 * Takes a pool for a run, or keeps it; false where another run has it: two at once would release at twice the rate. Throws
 * `ControlsUnavailableError`.
 */
export const takeLease = async (
  controls: ControlStore,
  { pool, id }: { readonly pool: string; readonly id: string },
  now: number,
): Promise<boolean> => {
  const name = leaseControl(pool);
  const [control = { version: 0, value: undefined }] = await controls.read([name]);
  if (isHeld(control, now, id)) return false;
  const value = { id, until: now + LEASE_MS };
  return (await controls.write(name, { version: control.version + 1, value })) === 'stored';
};

/** Gives a pool back. */
export const endLease = async (
  controls: ControlStore,
  { pool, id }: { readonly pool: string; readonly id: string },
): Promise<void> => {
  const name = leaseControl(pool);
  const [control = { version: 0, value: undefined }] = await controls.read([name]);
  await controls.write(name, { version: control.version + 1, value: { id, until: 0 } });
};
