import { textOfWorld } from './run-parts.ts';
import type { WorldResult } from './run-world.ts';

/** Adds up counts of many worlds. */
export const sumOf = (maps: readonly ReadonlyMap<string, number>[]): ReadonlyMap<string, number> => {
  const sums = new Map<string, number>();
  for (const map of maps) for (const [name, count] of map) sums.set(name, (sums.get(name) ?? 0) + count);
  return new Map([...sums].toSorted(([, a], [, b]) => b - a));
};

/** What broke in a world, what the journal says of it, and how to see it again. */
export const violationLines = ({ seed, violations, evidence }: WorldResult): readonly string[] =>
  violations.length === 0
    ? []
    : [
        ...violations
          .slice(0, 5)
          .map(
            ({ invariant, what, commandId, at }) =>
              `✗ invariant ${invariant}: command ${commandId ?? '?'} ${what} (at ${new Date(at).toISOString()})`,
          ),
        ...evidence,
        `replay: npm run sim -- --replay ${textOfWorld(seed)}`,
      ];
