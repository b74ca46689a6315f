/** Values of one metric in one batch. */
export type MetricValues = readonly number[] | number;

/** Metrics that are kept by the same dimensions. */
export type MetricSet = { readonly dimensions: readonly string[]; readonly metrics: readonly string[] };

/** Takes metrics; dimensions are few and bounded, such as an agent type or a tier. */
export type Metrics = {
  /** `sets` says which metrics are kept by which dimensions; what is in none is only logged. @default all by all dimensions */
  put(
    dimensions: Readonly<Record<string, string>>,
    values: Readonly<Record<string, MetricValues>>,
    sets?: readonly MetricSet[],
  ): void;
};

/** The CloudWatch namespace of all our metrics. */
export const METRICS_NAMESPACE = 'Switchboard';

/** Values of one metric in one line at most (EMF's limit). */
export const MOST_VALUES = 100;

/** Metrics whose name ends so are milliseconds; the others are counts. */
const MILLISECONDS_SUFFIX = 'Ms';

/** Metrics in CloudWatch's Embedded Metric Format (EMF): one log line for each call, no API call. */
export const createEmfMetrics = (
  write: (line: string) => void,
  now: () => number,
  namespace: string,
): Metrics => {
  // Few different lines are written over and over, and what they define is most of their text.
  const definitions = new Map<string, string>();
  const definitionsOf = (sets: readonly MetricSet[], values: Readonly<Record<string, MetricValues>>) => {
    const names = Object.keys(values).join();
    const key = sets.map(({ dimensions, metrics }) => `${dimensions}:${metrics}`).join(';') + names;
    const known = definitions.get(key);
    if (known !== undefined) return known;
    const text = JSON.stringify(sets.flatMap((set) => directiveOf(set, values, namespace)));
    definitions.set(key, text);
    return text;
  };
  return {
    put: (dimensions, values, sets) => {
      const bounded: Record<string, MetricValues> = {};
      for (const [name, value] of Object.entries(values)) {
        if (typeof value === 'number') bounded[name] = value;
        else if (value.length > 0) bounded[name] = value.slice(0, MOST_VALUES);
      }
      const all = [{ dimensions: Object.keys(dimensions), metrics: Object.keys(bounded) }];
      const defined = definitionsOf(sets ?? all, bounded);
      if (defined === '[]') return;
      const fields = JSON.stringify({ ...dimensions, ...bounded });
      write(`{"_aws":{"Timestamp":${now()},"CloudWatchMetrics":${defined}},${fields.slice(1)}`);
    },
  };
};

/** A set as EMF has it, of the metrics that have values; none where none has. */
const directiveOf = (
  { dimensions, metrics }: MetricSet,
  values: Readonly<Record<string, MetricValues>>,
  namespace: string,
) => {
  const present = metrics.filter((name) => values[name] !== undefined);
  if (present.length === 0) return [];
  return [{ Namespace: namespace, Dimensions: [dimensions], Metrics: present.map(definitionOf) }];
};

const definitionOf = (name: string) => ({
  Name: name,
  Unit: name.endsWith(MILLISECONDS_SUFFIX) ? 'Milliseconds' : 'Count',
});
