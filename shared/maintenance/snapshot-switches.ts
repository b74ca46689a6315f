import { dayOf } from '../reports/report-ask.ts';
import { type ReportStore, snapshotKey } from '../reports/report-store.ts';
import type { ControlStore } from '../state/control-store.ts';

/** Switches in one read at most. */
const MOST_NAMES = 100;

/**
 * Keeps what the stage's switches say today, if nobody did today: they are replaced when they change, and afterwards nobody
 * could say under which shares or weights a day's messages went out. Throws where something does not answer.
 */
export const snapshotSwitches = async (
  now: number,
  names: readonly string[],
  deps: { readonly controls: Pick<ControlStore, 'read'>; readonly reports: ReportStore },
): Promise<void> => {
  const key = snapshotKey(dayOf(now));
  if ((await deps.reports.get(key)) !== undefined) return;
  const read = names.slice(0, MOST_NAMES);
  const controls = await deps.controls.read(read);
  const switches = Object.fromEntries(read.map((name, index) => [name, controls[index]]));
  await deps.reports.put(key, JSON.stringify({ at: new Date(now).toISOString(), switches }));
};
