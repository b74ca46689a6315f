/** Median and the range that holds the middle 80 % of per-round ratios. */
export type RatioSummary = { readonly median: number; readonly p10: number; readonly p90: number };

/** Does the work of one round and gives its cost, in any unit. */
export type Contender = (round: number) => Promise<number> | number;

/** How often each is run before the first round that counts, if not said otherwise. */
const WARM_UPS = 2;

/**
 * Runs contenders in paired rounds, the order rotated from round to round, and gives each one's cost ÷ the baseline's of the
 * same round; and the costs themselves, by round.
 */
export const pairedRounds = async <Name extends string>(
  contenders: Readonly<Record<Name, Contender>>,
  baseline: NoInfer<Name>,
  rounds: number,
  warmUps = WARM_UPS,
): Promise<{ readonly ratios: Record<Name, RatioSummary>; readonly costs: Record<Name, number[]> }> => {
  const names = Object.keys(contenders).filter((name): name is Name => name in contenders);
  const costs = recordOf(names, (): number[] => []);
  for (let round = -warmUps; round < rounds; round += 1) {
    for (const name of rotated(names, round + warmUps)) {
      const cost = await contenders[name](round + warmUps);
      if (round >= 0) costs[name].push(cost);
    }
  }
  const ratios = recordOf(names, (name) => ratiosTo(costs[baseline], costs[name]));
  return { ratios, costs };
};

/** The value below which a part of the values lies, interpolated. */
export const quantile = (values: readonly number[], part: number): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const position = (sorted.length - 1) * part;
  const below = sorted[Math.floor(position)] ?? Number.NaN;
  const above = sorted[Math.ceil(position)] ?? Number.NaN;
  return below + (above - below) * (position - Math.floor(position));
};

/** The ratios of costs to a baseline's of the same rounds. */
export const ratiosTo = (baseline: readonly number[], costs: readonly number[]): RatioSummary => {
  const ratios = costs.map((cost, round) => cost / (baseline[round] ?? Number.NaN));
  return { median: quantile(ratios, 0.5), p10: quantile(ratios, 0.1), p90: quantile(ratios, 0.9) };
};

const rotated = <T>(items: readonly T[], by: number): readonly T[] => {
  const at = by % items.length;
  return [...items.slice(at), ...items.slice(0, at)];
};

const recordOf = <Name extends string, Value>(names: readonly Name[], make: (name: Name) => Value) =>
  Object.fromEntries(names.map((name) => [name, make(name)])) as Record<Name, Value>;
