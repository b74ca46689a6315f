import { awsLimits } from '../aws-limits.ts';
import { type Draw, valueAt } from '../draws.ts';
import type { EventQueue } from './event-queue.ts';
import type { LimitName, WorkerModel } from './model.ts';

const TEN_SECONDS = 10_000;

/** What a function reads at most once a second and keeps: the stage's switches. */
const REFRESH_MS = 1000;

/** An environment that runs an invocation. */
export type Environment = {
  /** It has not read the stage's switches for a second. */
  readonly refreshes: boolean;
  /** Milliseconds until it can begin. */
  readonly coldStartMs: number;
  readonly provisioned: boolean;
  /** It is done. */
  readonly free: () => void;
};

/** The environments of one function. */
export type Environments = { take(): Environment | LimitName };

/** What functions without a reserve share. */
export type SharedConcurrency = { readonly most: number; used: number };

/** An account's concurrency that nobody reserved. */
export const sharedConcurrency = (
  quota: number,
  workers: readonly Pick<WorkerModel, 'reserved'>[],
): SharedConcurrency => ({
  most: quota - workers.reduce((sum, { reserved = 0 }) => sum + reserved, 0),
  used: 0,
});

/** Makes the environments of a function: those started in advance, and as many more as its limits let it have. */
export const createEnvironments = (
  { reserved, provisioned, coldStart }: WorkerModel,
  shared: SharedConcurrency,
  events: EventQueue,
  draw: Draw,
): Environments => {
  let running = 0;
  let runningProvisioned = 0;
  const warm: Started[] = [];
  const warmProvisioned: Started[] = [];
  const takeNew = startTokens(events);
  const refusal = (): LimitName | undefined => {
    if (reserved !== undefined) {
      return running >= reserved ? 'reserved concurrency of the function' : undefined;
    }
    return shared.used >= shared.most ? 'concurrency quota of the account' : undefined;
  };
  const begin = (started: Started, coldStartMs: number, isProvisioned: boolean): Environment => {
    const refreshes = events.now() - started.refreshedAt >= REFRESH_MS;
    if (refreshes) started.refreshedAt = events.now();
    running += 1;
    if (reserved === undefined) shared.used += 1;
    if (isProvisioned) runningProvisioned += 1;
    const free = () => {
      running -= 1;
      if (reserved === undefined) shared.used -= 1;
      if (isProvisioned) runningProvisioned -= 1;
      (isProvisioned ? warmProvisioned : warm).push(started);
    };
    return { refreshes, coldStartMs, provisioned: isProvisioned, free };
  };
  return {
    take: () => {
      const limit = refusal();
      if (limit !== undefined) return limit;
      if (runningProvisioned < provisioned) return begin(warmProvisioned.pop() ?? justStarted(), 0, true);
      const started = warm.pop();
      if (started !== undefined) return begin(started, 0, false);
      if (!takeNew()) return 'new environments of a function in 10 seconds';
      return begin(justStarted(), valueAt(coldStart, draw()), false);
    },
  };
};

type Started = { refreshedAt: number };

const justStarted = (): Started => ({ refreshedAt: Number.NEGATIVE_INFINITY });

/** Lambda starts up to 1,000 environments of a function in 10 seconds, and refills that evenly. */
const startTokens = (events: EventQueue): (() => boolean) => {
  const most = awsLimits.environmentsPerTenSeconds.value;
  let tokens: number = most;
  let filledAt = 0;
  return () => {
    const now = events.now();
    tokens = Math.min(most, tokens + ((now - filledAt) * most) / TEN_SECONDS);
    filledAt = now;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
};
