import type { Context } from 'aws-lambda';
import type { FactOf } from '../journal/fact.ts';
import { type ParkDeps, parkOldUnknown } from '../journal/park-old-unknown.ts';
import { type SweepDeps, sweepDueClaims } from '../journal/sweep-due-claims.ts';
import { errorFields, type Logger } from '../observability/logger.ts';
import type { Metrics } from '../observability/metrics.ts';
import { type ExpiryDeps, expireTasks } from '../tasks/expire-tasks.ts';

export type SweepHandlerDeps = Omit<ParkDeps & SweepDeps & ExpiryDeps, 'hasTime'> & {
  readonly log: Logger;
  readonly metrics: Metrics;
  /** The stage, and bounded dimensions of the sweep's own metrics. */
  readonly stage: string;
  readonly dimensions: Readonly<Record<string, string>>;
};

/** Milliseconds that one step may take: none is begun with less. */
const STEP_MS = 10_000;

/**
 * Makes the handler that runs each minute: it finds claims whose owner died, parks what was UNKNOWN for too long, and tells of
 * tasks that nobody did in time. Throws
 * when any of it failed, after all else was done: the next run goes on.
 */
export const createSweepHandler =
  (deps: SweepHandlerDeps) =>
  async (_event: unknown, context: Pick<Context, 'getRemainingTimeInMillis'>): Promise<void> => {
    const timed = { ...deps, hasTime: () => context.getRemainingTimeInMillis() > STEP_MS };
    const [swept, parked, overdue] = await Promise.allSettled([
      sweepDueClaims(timed),
      parkOldUnknown(timed),
      expireTasks(timed),
    ]);
    const count = swept.status === 'fulfilled' ? swept.value : { lost: [], failures: [swept.reason] };
    const tasks =
      overdue.status === 'fulfilled' ? overdue.value : { expired: [], failures: [overdue.reason] };
    const lostParking = parked.status === 'rejected' ? [parked.reason] : [];
    const failures = [...count.failures, ...lostParking, ...tasks.failures];
    for (const failure of failures) deps.log.error('sweep failed', errorFields(failure));
    reportLost(count.lost, deps);
    deps.metrics.put(deps.dimensions, {
      OWNERS_LOST: count.lost.length,
      UNKNOWN_PARKED: parked.status === 'fulfilled' ? parked.value.length : 0,
      TASKS_EXPIRED: tasks.expired.length,
      SWEEP_FAILED: failures.length,
      // Without a listing nobody knows how far it is behind, and a missing figure raises the alarm.
      ...('behindMs' in count ? { SWEEP_BEHIND_MS: count.behindMs } : {}),
    });
    if (failures.length > 0) throw new Error(`sweep: ${failures.length} failures, the log has each`);
  };

/** As an agent's own doubt counts: the alarm `outcome-unknown` watches both. */
const reportLost = (lost: readonly FactOf<'unknown'>[], { metrics, stage }: SweepHandlerDeps): void => {
  for (const [agentType, facts] of Map.groupBy(lost, ({ body }) => body.agentType)) {
    metrics.put({ stage, agentType }, { UNKNOWN: facts.length });
  }
};
