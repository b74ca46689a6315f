import type { Context } from 'aws-lambda';
import type { Logger } from '../observability/logger.ts';
import type { Metrics } from '../observability/metrics.ts';
import { type FireDeps, fireTimers } from '../timers/fire-timers.ts';

export type TimerSweepDeps = Omit<FireDeps, 'hasTime'> & {
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly dimensions: Readonly<Record<string, string>>;
};

/** Milliseconds that one page may take: none is begun with less. */
const STEP_MS = 10_000;

/** Causes of a run that the log names. */
const MOST_LOGGED = 20;

/** Makes the handler that runs each minute and sends what is due. Throws when any of it failed: the next run goes on. */
export const createTimerSweepHandler =
  (deps: TimerSweepDeps) =>
  async (_event: unknown, context: Pick<Context, 'getRemainingTimeInMillis'>): Promise<void> => {
    const hasTime = () => context.getRemainingTimeInMillis() > STEP_MS;
    const { fired, failures, lagMs } = await fireTimers({ ...deps, hasTime });
    const causes = [...Map.groupBy(failures, causeOf)].slice(0, MOST_LOGGED);
    for (const [cause, all] of causes) deps.log.error('timer sweep failed', { cause, count: all.length });
    deps.metrics.put(deps.dimensions, {
      TIMERS_FIRED: fired,
      TIMER_LAG_MS: lagMs,
      TIMERS_FAILED: failures.length,
    });
    if (failures.length > 0) throw new Error(`timer sweep: ${failures.length} failures, the log has each`);
  };

const causeOf = (failure: unknown): string => (failure instanceof Error ? failure.name : String(failure));
