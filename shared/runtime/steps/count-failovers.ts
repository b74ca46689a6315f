import type { Metrics } from '../../observability/metrics.ts';
import type { Claimed } from './work.ts';

/** Counts the attempts that go to a standby, as FAILED_OVER: an outage of the first provider is not hidden by it. */
export const countFailovers = (
  claimed: readonly Claimed<unknown>[],
  { metrics, dimensions }: CountDeps,
): void => {
  const count = claimed.filter(({ service }) => service.standby !== undefined).length;
  if (count > 0) metrics.put(dimensions, { FAILED_OVER: count });
};

type CountDeps = {
  readonly metrics: Metrics;
  readonly dimensions: Readonly<Record<string, string>>;
};
