import { stages } from '../../config/stages.ts';
import { freshProgress } from '../../shared/reconciliation/progress.ts';
import { type ReconcileReport, reconcile } from '../../shared/reconciliation/reconcile.ts';
import { openReconciliation } from '../../shared/runtime/open-reconciliation.ts';
import { formatTable } from '../format/format-table.ts';
import type { Outcome } from '../outcome.ts';
import type { StageAccess } from '../stage-access.ts';

const MS_PER_HOUR = 3_600_000;

/** A terminal waits for as long as its user does. */
const NO_LIMIT = () => Number.POSITIVE_INFINITY;

export type ReconcileRunOptions = {
  readonly hours: number;
  readonly graceSeconds: number;
  readonly dryRun: boolean;
  /** Milliseconds since 1970. */
  readonly now: () => number;
};

/** `reconcile run`: compares the journal of the last hours with the events that the bus was told, and tells what is missing. */
export const runReconciliation = async (
  access: StageAccess,
  { hours, graceSeconds, dryRun, now }: ReconcileRunOptions,
): Promise<Outcome> => {
  const { names, parameters, streams, dynamoDb, s3, bus } = access;
  const [streamArn = '', stateTable = '', failedRecordsBucket = '', busName = ''] = await parameters([
    names.journalStreamArn,
    names.stateTableName,
    names.failedRecordsBucketName,
    names.busName,
  ]);
  const retentionDays = stages[access.target.name].journalRetentionDays;
  const named = { streamArn, stateTable, failedRecordsBucket, busName, retentionDays };
  const report = await reconcile(
    {
      ...openReconciliation({ streams, dynamoDb, s3, bus, journal: await access.journal(), ...named }),
      progress: freshProgress,
      timeLeftMs: NO_LIMIT,
    },
    { since: now() - hours * MS_PER_HOUR, until: now() - graceSeconds * 1000, repair: !dryRun },
  );
  return {
    exit: report.isComplete ? 'OK' : 'FAILED',
    json: { ...report, dryRun },
    lines: linesOf(report, dryRun),
  };
};

const linesOf = ({ compared, unreadable, findings, isComplete }: ReconcileReport, dryRun: boolean) => [
  `${compared} facts were compared${unreadable > 0 ? `, ${unreadable} records are no facts` : ''}.`,
  ...formatTable(
    ['WHO', 'MISSING', 'REPAIRED'],
    Object.entries(findings).map(([name, { missing, repaired }]) => [name, missing, repaired]),
  ),
  ...(dryRun ? ['This was a dry run: nothing was repaired.'] : []),
  ...(isComplete ? [] : ['Not all that is missing could be repaired: run it again.']),
];
