import { archiveDay } from '../maintenance/archive-day.ts';
import { snapshotSwitches } from '../maintenance/snapshot-switches.ts';
import { errorFields, type Logger } from '../observability/logger.ts';
import type { ControlStore } from '../state/control-store.ts';
import { type MaintenanceChore, type MaintenanceJob, maintenanceJobs, type ReportChore } from './chore.ts';
import { makeReport, type ReportDeps, type ReportEnd } from './make-report.ts';

export type ChoreDeps = ReportDeps & {
  readonly controls: Pick<ControlStore, 'read'>;
  /** Names of the switches that are kept each day. */
  readonly switches: readonly string[];
  readonly log: Logger;
};

/** What became of one message of the back office's lane. */
export type ChoreEnd = ReportEnd | 'MAINTENANCE_DONE';

/**
 * Does what a message of the back office's lane asks for; repeating it is safe. Throws where something does not answer: of
 * maintenance after every job was tried.
 */
export const doChore = async (chore: ReportChore | MaintenanceChore, deps: ChoreDeps): Promise<ChoreEnd> => {
  if (chore.kind === 'report') return makeReport(chore, deps);
  const failures: unknown[] = [];
  for (const job of maintenanceJobs) {
    try {
      await jobs[job](deps);
      deps.log.info('maintenance done', { job });
    } catch (error) {
      deps.log.error('maintenance failed', { job, ...errorFields(error) });
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
  return 'MAINTENANCE_DONE';
};

const jobs: Readonly<Record<MaintenanceJob, (deps: ChoreDeps) => Promise<void>>> = {
  'archive-day': ({ now, lane }) => archiveDay(now(), lane),
  'snapshot-switches': (deps) => snapshotSwitches(deps.now(), deps.switches, deps),
};
