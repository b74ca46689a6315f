import { consumers } from './consumers/all.ts';
import type { Fault } from './faults.ts';
import { invariants } from './invariants/all.ts';
import type { Mutation } from './mutation.ts';
import { startProducers } from './producers.ts';
import { addRecipients } from './recipients.ts';
import { type Violation, World, type WorldSeed } from './world.ts';

/** What became of a world. */
export type WorldResult = {
  readonly seed: WorldSeed;
  readonly hash: string;
  readonly events: number;
  readonly virtualMs: number;
  readonly faults: ReadonlyMap<Fault, number>;
  /** How many commands ended how. */
  readonly places: ReadonlyMap<string, number>;
  readonly violations: readonly Violation[];
  /** The journal of each command that broke an invariant. */
  readonly evidence: readonly string[];
};

/** Lets one world run until nothing moves any more, and checks every invariant; the same seed gives the same result. */
export const runWorld = async (seed: WorldSeed, mutation?: Mutation): Promise<WorldResult> => {
  const world = new World(seed, mutation);
  const { now: startedAt } = world.clock;
  for (const add of consumers) add(world);
  addRecipients(world);
  for (const { watch } of invariants) if (watch) world.watchers.push(watch(world));
  await startProducers(world);
  await world.clock.run();
  if (world.violations.length === 0) for (const { check } of invariants) await check?.(world);
  return {
    seed,
    hash: world.trace.hash,
    events: world.clock.events,
    virtualMs: world.clock.now - startedAt,
    faults: world.faults.counts,
    places: world.places,
    violations: world.violations,
    evidence: await evidenceOf(world),
  };
};

const evidenceOf = async (world: World): Promise<readonly string[]> => {
  const ids = [...new Set(world.violations.flatMap(({ commandId }) => (commandId ? [commandId] : [])))].slice(
    0,
    3,
  );
  const told = ids.map(async (commandId) => {
    const facts = await world.factsOf(commandId);
    const submitted = JSON.stringify(world.submitted.get(commandId)?.document);
    return [submitted, ...facts.map(({ at, key, body }) => `  ${at} ${key} ${JSON.stringify(body)}`)].join(
      '\n',
    );
  });
  return Promise.all(told);
};
