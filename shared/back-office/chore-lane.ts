import type { SendOutcome } from '../lanes/lane-sender.ts';
import type { ReportChore } from './chore.ts';

/** The lane of work without haste. Never throws: says of each whether it is in the lane, in the order of the chores. */
export type ChoreLane = { send(chores: readonly ReportChore[]): Promise<readonly SendOutcome[]> };
