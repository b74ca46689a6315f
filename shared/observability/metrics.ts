/** Values of one metric in one batch. */
export type MetricValues = readonly number[] | number;

/** Takes metrics; dimensions are few and bounded, such as an agent type or a tier. */
export type Metrics = {
  put(dimensions: Readonly<Record<string, string>>, values: Readonly<Record<string, MetricValues>>): void;
};

/** The CloudWatch namespace of all our metrics. */
export const METRICS_NAMESPACE = 'Switchboard';

/** Metrics whose name ends so are milliseconds; the others are counts. */
const MILLISECONDS_SUFFIX = 'Ms';
const MOST_VALUES = 100;

/** Metrics in CloudWatch's Embedded Metric Format (EMF): one log line for each set, no API call. */
export const createEmfMetrics = (
  write: (line: string) => void,
  now: () => number,
  namespace: string,
): Metrics => ({
  put: (dimensions, values) => {
    const metrics = Object.keys(values).map((name) => ({
      Name: name,
      Unit: name.endsWith(MILLISECONDS_SUFFIX) ? 'Milliseconds' : 'Count',
    }));
    if (metrics.length === 0) return;
    const directive = { Namespace: namespace, Dimensions: [Object.keys(dimensions)], Metrics: metrics };
    const bounded = Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'number' ? value : value.slice(0, MOST_VALUES),
    ]);
    write(
      JSON.stringify({
        _aws: { Timestamp: now(), CloudWatchMetrics: [directive] },
        ...dimensions,
        ...Object.fromEntries(bounded),
      }),
    );
  },
});
