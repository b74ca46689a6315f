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
  const byAll = new Map<string, string>();
  const bySets = new WeakMap<readonly MetricSet[], Map<string, string>>();
  const definitionsOf = (
    dimensions: readonly string[],
    names: readonly string[],
    sets?: readonly MetricSet[],
  ) => {
    const definitions = sets === undefined ? byAll : (bySets.get(sets) ?? new Map<string, string>());
    const key = sets === undefined ? `${dimensions}:${names}` : names.join();
    const known = definitions.get(key);
    if (known !== undefined) return known;
    const defined = (sets ?? [{ dimensions, metrics: names }]).flatMap((set) =>
      directiveOf(set, names, namespace),
    );
    const text = JSON.stringify(defined);
    definitions.set(key, text);
    if (sets !== undefined) bySets.set(sets, definitions);
    return text;
  };
  return {
    put: (dimensions, values, sets) => {
      const bounded: Record<string, MetricValues> = {};
      for (const [name, value] of Object.entries(values)) {
        if (typeof value === 'number') bounded[name] = value;
        else if (value.length > 0)
          bounded[name] = value.length > MOST_VALUES ? value.slice(0, MOST_VALUES) : value;
      }
      const defined = definitionsOf(Object.keys(dimensions), Object.keys(bounded), sets);
      if (defined === '[]') return;
      const fields = JSON.stringify({ ...dimensions, ...bounded });
      write(`{"_aws":{"Timestamp":${now()},"CloudWatchMetrics":${defined}},${fields.slice(1)}`);
    },
  };
};

/** A set as EMF has it, of the metrics that have values; none where none has. */
const directiveOf = ({ dimensions, metrics }: MetricSet, names: readonly string[], namespace: string) => {
  const present = metrics.filter((name) => names.includes(name));
  if (present.length === 0) return [];
  return [{ Namespace: namespace, Dimensions: [dimensions], Metrics: present.map(definitionOf) }];
};

const definitionOf = (name: string) => ({
  Name: name,
  Unit: name.endsWith(MILLISECONDS_SUFFIX) ? 'Milliseconds' : 'Count',
});
