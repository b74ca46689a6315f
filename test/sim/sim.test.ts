import { describe, expect, it } from 'vitest';
import type { Mutation } from './mutation.ts';
import { sumOf, violationLines } from './report.ts';
import { runInWorkers } from './run-in-workers.ts';
import { worldOfText, worldsOf } from './run-parts.ts';
import { runWorld, type WorldResult } from './run-world.ts';

/** Fixed, so that a failure is one of the change under test; `npm run sim` looks for new ones. */
const SEED = 20_260_105;
const MESSAGES = 100_000;

describe('a simulated deployment', () => {
  it('holds every invariant for 100,000 messages, whatever fails', async () => {
    const worlds = worldsOf({ seed: SEED, messages: MESSAGES });
    const results: WorldResult[] = [];

    await runInWorkers(worlds, (result) => results.push(result));

    expect(results.flatMap(violationLines)).toEqual([]);
    expect(results).toHaveLength(worlds.length);
    // A world in which nothing went wrong, or nothing ended, would prove nothing.
    expect([...sumOf(results.map(({ faults }) => faults)).values()].every((count) => count > 10)).toBe(true);
    const places = sumOf(results.map((result) => result.places));
    expect(places.get('DELIVERED')).toBeGreaterThan(MESSAGES / 2);
    expect([...places.keys()]).toEqual(
      expect.arrayContaining(['SENT', 'FAILED', 'SUPPRESSED', 'PARKED', 'REJECTED', 'UNKNOWN']),
    );
  });

  it('happens again to the last fact by its seed, and otherwise by another one', async () => {
    const world = { seed: SEED, profile: 'stormy', messages: 600 } as const;

    const [first, again, other] = [
      await runWorld(world),
      await runWorld(world),
      await runWorld({ ...world, seed: SEED + 1 }),
    ];

    expect(again).toEqual(first);
    expect(other.hash).not.toBe(first.hash);
  });

  it('breaks the same invariant at the same moment when a failure is replayed as it was printed', async () => {
    const world = { seed: 3, profile: 'calm', messages: 600 } as const;
    const defect: Mutation = { agent: (deps) => ({ ...deps, authoriser: () => ({ allowed: true }) }) };

    const first = await runWorld(world, defect);
    const printed = violationLines(first).at(-1)?.split(' ').at(-1) ?? '';
    const again = await runWorld(worldOfText(printed), defect);

    expect(first.violations).toHaveLength(1);
    expect(again).toEqual(first);
  });
});
