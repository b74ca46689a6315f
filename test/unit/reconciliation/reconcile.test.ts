import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FactFollower } from '../../../shared/reconciliation/fact-follower.ts';
import { freshProgress } from '../../../shared/reconciliation/progress.ts';
import type { CrashPoint } from '../../support/crash-plan.ts';
import {
  EXAMPLES,
  type Fate,
  ReconciliationWorld,
  type Written,
} from '../../support/reconciliation-world.ts';

const written = fc.record({
  example: fc.nat(EXAMPLES - 1),
  shard: fc.nat(2),
  fate: fc.constantFrom<Fate>('relayed', 'dropped', 'unmarked'),
});

const aWorld = async (facts: readonly Written[], pageSize?: number) => {
  const world = new ReconciliationWorld(pageSize);
  for (const fact of facts) await world.write(fact);
  return world;
};

/** Told facts in one shard, all dropped. */
const dropped = (count: number, shard = 0): Written[] =>
  Array.from({ length: count }, () => ({ example: 0, shard, fate: 'dropped' }));

describe('reconcile', () => {
  it('leaves no event untold, whatever the relay dropped, and tells none again that is marked', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(written, { maxLength: 40 }),
        fc.integer({ min: 1, max: 5 }),
        async (facts, size) => {
          const world = await aWorld(facts, size);
          const report = await world.reconcile();

          expect(report).toMatchObject({ compared: facts.length, isComplete: true });
          const times = world.timesTold();
          expect(times.every((count) => count === 1 || count === 2)).toBe(true);
          const twice = times.filter((count) => count === 2).length;
          expect(twice).toBeLessThanOrEqual(facts.filter(({ fate }) => fate === 'unmarked').length);

          await world.reconcile({ progress: freshProgress });
          expect(world.timesTold()).toEqual(times);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('tells what was relayed and marked exactly once', async () => {
    const world = await aWorld(
      Array.from({ length: EXAMPLES }, (_, example) => ({ example, shard: example % 3, fate: 'relayed' })),
    );

    expect((await world.reconcile())?.findings).toEqual({ events: { missing: 0, repaired: 0 } });

    expect(new Set(world.timesTold())).toEqual(new Set([1]));
  });

  it('is taken up by the next run wherever it dies, and tells at most a page of each shard twice', async () => {
    const facts = [...dropped(12), ...dropped(7, 1), ...dropped(1, 2)];
    const whole = await aWorld(facts);
    await whole.reconcile();
    const points: CrashPoint[] = Array.from({ length: whole.portCalls }, (_, call) => [
      { call, when: 'before' as const },
      { call, when: 'after' as const },
    ]).flat();

    expect(points.length).toBeGreaterThan(30);
    for (const crash of points) {
      const world = await aWorld(facts);
      expect(await world.reconcile({ crash }), JSON.stringify(crash)).toBeUndefined();

      expect(await world.reconcile(), JSON.stringify(crash)).toMatchObject({ isComplete: true });

      const times = world.timesTold();
      expect(Math.min(...times), JSON.stringify(crash)).toBe(1);
      expect(times.filter((count) => count > 1).length).toBeLessThanOrEqual(3 + 3 + 1);
    }
  });

  it('ends in time and goes on where it stopped, comparing nothing twice', async () => {
    const world = await aWorld([...dropped(70), ...dropped(70, 1)], 1);

    const reports = [];
    do reports.push(await world.reconcile({ pages: 30 }));
    while (reports.at(-1)?.isComplete === false && reports.length < 20);

    expect(reports.map((report) => report?.compared)).toEqual([30, 30, 30, 30, 20]);
    expect(new Set(world.timesTold())).toEqual(new Set([1]));
  });

  it('leaves facts alone that are younger than asked for, until they are older', async () => {
    const world = await aWorld(dropped(5));

    expect(await world.reconcile({ until: world.now - 1500 })).toMatchObject({
      compared: 3,
      isComplete: true,
    });
    expect(world.timesTold()).toEqual([1, 1, 1, 0, 0]);

    expect(await world.reconcile()).toMatchObject({ compared: 2 });
    expect(world.timesTold()).toEqual([1, 1, 1, 1, 1]);
  });

  it('leaves older facts alone where a time is asked for', async () => {
    const world = await aWorld(dropped(5));

    await world.reconcile({ since: world.now - 1500, progress: freshProgress });

    expect(world.timesTold()).toEqual([0, 0, 0, 1, 1]);
  });

  it('does not go past what the bus did not take, and repairs it when the bus does', async () => {
    const world = await aWorld(dropped(5));
    world.takes = () => false;

    expect(await world.reconcile()).toMatchObject({
      isComplete: false,
      findings: { events: { missing: 3, repaired: 0 } },
    });
    world.takes = () => true;

    expect(await world.reconcile()).toMatchObject({
      isComplete: true,
      findings: { events: { missing: 5, repaired: 5 } },
    });
  });

  it('writes down how far it has read, not only how far facts go', async () => {
    const world = await aWorld(dropped(5));

    await world.reconcile();

    const [control] = await world.controls.read(['reconciliation#journal']);
    expect(control?.value).toEqual({ reached: { 'shard-0': '000005-end' } });
  });

  it('changes nothing where it is only to say what is missing', async () => {
    const world = await aWorld(dropped(5));

    const report = await world.reconcile({ repair: false, progress: freshProgress });

    expect(report).toMatchObject({ isComplete: true, findings: { events: { missing: 5, repaired: 0 } } });
    expect(world.told).toEqual([]);
  });

  it('ends beside a run that is ahead of it', async () => {
    const world = await aWorld([...dropped(5), ...dropped(5, 1)]);

    const reports = await Promise.all([world.reconcile(), world.reconcile()]);

    expect(reports.map((report) => report?.isComplete).sort()).toEqual([false, true]);
    expect(world.timesTold().filter((count) => count < 1 || count > 2)).toEqual([]);
  });

  it('counts records that are no facts and goes on', async () => {
    const world = await aWorld(dropped(2));
    world.writeBroken(0);

    expect(await world.reconcile()).toMatchObject({ compared: 2, unreadable: 1, isComplete: true });
  });

  it('serves every follower by itself', async () => {
    const world = await aWorld(dropped(4));
    const known = new Set<string>();
    const audit: FactFollower = {
      name: 'audit',
      concerns: ({ aggregate }) => aggregate !== 'command#0',
      knows: async (facts) => facts.map(({ aggregate }) => known.has(aggregate)),
      teach: async (facts) => facts.map(({ aggregate }) => known.add(aggregate).size > 0),
    };

    expect((await world.reconcile({ others: [audit] }))?.findings).toEqual({
      events: { missing: 4, repaired: 4 },
      audit: { missing: 3, repaired: 3 },
    });
    expect([...known]).toEqual(['command#1', 'command#2', 'command#3']);
  });
});
