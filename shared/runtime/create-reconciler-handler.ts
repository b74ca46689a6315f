import type { Context } from 'aws-lambda';
import * as z from 'zod';
import type { Logger } from '../observability/logger.ts';
import type { Metrics } from '../observability/metrics.ts';
import type { FactFollower } from '../reconciliation/fact-follower.ts';
import type { FactSource } from '../reconciliation/fact-source.ts';
import { keptProgress } from '../reconciliation/progress.ts';
import { type ReconcileReport, reconcile } from '../reconciliation/reconcile.ts';
import type { ControlStore } from '../state/control-store.ts';

/** Seconds that facts must be old before they are compared: the relay's retries take minutes. */
export const GRACE_SECONDS = 900;

export type ReconcilerDeps = {
  /** Opens what a run compares: afresh, since marks change between runs. */
  readonly open: () => {
    readonly sources: readonly FactSource[];
    readonly followers: readonly FactFollower[];
  };
  readonly controls: ControlStore;
  /** Tells the progress over this journal from that over another. */
  readonly journalId: string;
  readonly now: () => number;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly dimensions: Readonly<Record<string, string>>;
};

/** What whoever invokes it may say; a schedule says nothing. */
const requestSchema = z.object({ graceSeconds: z.number().min(0).default(GRACE_SECONDS) });

/** Makes the reconciler's handler: compares what came since the last run, repairs, and answers with what it found. */
export const createReconcilerHandler =
  ({ open, controls, journalId, now, log, metrics, dimensions }: ReconcilerDeps) =>
  async (request: unknown, context: Pick<Context, 'getRemainingTimeInMillis'>): Promise<ReconcileReport> => {
    const { graceSeconds } = requestSchema.parse(request);
    const report = await reconcile(
      {
        ...open(),
        progress: keptProgress(controls, journalId),
        timeLeftMs: () => context.getRemainingTimeInMillis(),
      },
      { until: now() - graceSeconds * 1000, repair: true },
    );
    const { compared, unreadable, isComplete, findings } = report;
    const missing = sum(Object.values(findings).map((finding) => finding.missing));
    const repaired = sum(Object.values(findings).map((finding) => finding.repaired));
    log.info('reconciled', { compared, unreadable, missing, repaired, isComplete });
    metrics.put(dimensions, {
      ReconciliationCompared: compared,
      ReconciliationMissing: missing,
      ReconciliationRepaired: repaired,
      ReconciliationIncomplete: isComplete ? 0 : 1,
    });
    return report;
  };

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
