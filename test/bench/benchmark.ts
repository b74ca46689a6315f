/** A row of a result's table: names of columns and what stands in them. */
export type Row = Readonly<Record<string, string | number>>;

/** What a benchmark found. Its figures are all of one layer. */
export type Result = {
  readonly title: string;
  /** Where it was measured: in process, against a wire stub, by starting processes, or in virtual time. */
  readonly layer:
    | 'in process'
    | 'real handlers against a wire stub'
    | 'started processes'
    | 'seeded discrete-event simulation'
    | 'LocalStack';
  readonly goal: string;
  readonly rows: readonly Row[];
  readonly notes: readonly string[];
  /** The ratio of the baseline to itself, where something was timed: outside 0.97 to 1.03 the machine was noisy. */
  readonly sameToSame?: number;
};

/** A benchmark; `quick` asks for few rounds, whose figures are not to be quoted. */
export type Benchmark = (options: { readonly quick: boolean }) => Promise<Result>;
