import { randomUUID } from 'node:crypto';
import { createLogger, type Logger } from '../observability/logger.ts';
import { createEmfMetrics, METRICS_NAMESPACE, type Metrics } from '../observability/metrics.ts';

/** Writes one line to the function's log. */
const write = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** The real clock, ids, randomness, log and metrics: what tests replace. */
export const systemPorts = {
  now: () => Date.now(),
  newId: () => randomUUID() as string,
  random: () => Math.random(),
  sleep: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
  log: createLogger(write, Date.now) satisfies Logger as Logger,
  metrics: createEmfMetrics(write, Date.now, METRICS_NAMESPACE) satisfies Metrics as Metrics,
};
