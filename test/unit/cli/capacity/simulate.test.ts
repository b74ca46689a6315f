import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Arrival, PollerModel } from '../../../../cli/capacity/simulation/model.ts';
import { aSystem, mean, observe, poisson, takes } from '../../../support/a-queueing-system.ts';

const seeds = [1, 2, 3, 4, 5];
const exponential = (meanMs: number) => takes((draw) => -Math.log(1 - draw()) * meanMs);

/** The mean wait of M/M/c in milliseconds, by Erlang's C formula. */
const erlangWait = (servers: number, perSecond: number, meanMs: number): number => {
  const load = (perSecond * meanMs) / 1000;
  let term = 1;
  let sum = 1;
  for (let k = 1; k < servers; k += 1) {
    term *= load / k;
    sum += term;
  }
  const last = (term * load) / servers / (1 - load / servers);
  return (last / (sum + last)) * (meanMs / (servers - load));
};

const aPoller: fc.Arbitrary<PollerModel> = fc.oneof(
  fc.record({ kind: fc.constant('fixed' as const), slots: fc.integer({ min: 1, max: 5 }) }),
  fc.record({ kind: fc.constant('scaled' as const), cap: fc.integer({ min: 2, max: 20 }) }),
  fc.record({
    kind: fc.constant('provisioned' as const),
    minimum: fc.integer({ min: 2, max: 4 }),
    maximum: fc.integer({ min: 4, max: 8 }),
  }),
);

const bursts = fc
  .array(fc.record({ gap: fc.integer({ min: 0, max: 500 }), count: fc.integer({ min: 1, max: 60 }) }), {
    minLength: 1,
    maxLength: 20,
  })
  .map((steps) => {
    let atMs = 0;
    return steps.map(({ gap, count }): Arrival => {
      atMs += gap;
      return { atMs, count, tier: 'HIGH', route: ['queue'] };
    });
  });

describe('simulate', () => {
  it.each([
    [1, 60],
    [4, 280],
    [10, 850],
  ])('waits in a queue of %i exponential servers at %i a second as Erlang says', (slots, perSecond) => {
    const system = aSystem({ pollers: { kind: 'fixed', slots } }, { invoke: exponential(10) });

    const waits = seeds.map((seed) => mean(observe(system, poisson(60_000, perSecond, seed), seed).waits));

    const expected = erlangWait(slots, perSecond, 10);
    expect(mean(waits) / expected).toBeGreaterThan(0.93);
    expect(mean(waits) / expected).toBeLessThan(1.07);
  });

  it('waits for one server of constant time as Pollaczek and Khinchine say', () => {
    const waits = seeds.map((seed) => mean(observe(aSystem(), poisson(60_000, 80, seed), seed).waits));

    const load = 0.8;
    const expected = (load * 10) / (2 * (1 - load));
    expect(Math.abs(mean(waits) / expected - 1)).toBeLessThan(0.05);
  });

  it("holds as many messages on average as Little's law says", () => {
    const system = aSystem({ pollers: { kind: 'fixed', slots: 3 } }, { invoke: exponential(10) });
    const arrivals = [...poisson(10_000, 240, 9)];

    const { sojourns, doneAt, atMs } = observe(system, arrivals);

    const looks = Array.from({ length: 2000 }, (_, index) => ((index + 0.5) * atMs) / 2000);
    const upTo = (times: readonly number[], look: number) => times.filter((time) => time <= look).length;
    const cameAt = arrivals.map((arrival) => arrival.atMs);
    const inSystem = mean(looks.map((look) => upTo(cameAt, look) - upTo(doneAt, look)));
    expect(Math.abs(inSystem / ((arrivals.length / atMs) * mean(sojourns)) - 1)).toBeLessThan(0.05);
  });

  it('loses no message and makes none up, whenever it is stopped', () => {
    fc.assert(
      fc.property(
        aPoller,
        bursts,
        fc.integer({ min: 1, max: 40 }),
        fc.nat(5000),
        (pollers, arrivals, reserved, endMs) => {
          const system = aSystem(
            { pollers, batchSize: 10, windowMs: 200, visibilityMs: 700, maxReceives: 2 },
            { invoke: exponential(120), reserved, timeoutMs: 400 },
          );

          const { arrived, waiting, sojourns, dead } = observe(system, arrivals, 3, endMs);

          expect(arrived).toBe(sojourns.length + dead + waiting);
          expect(waiting).toBeGreaterThanOrEqual(0);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('gives the same course for the same seed, and another for another', () => {
    const system = aSystem({ pollers: { kind: 'scaled', cap: 20 } }, { invoke: exponential(50) });
    const run = (seed: number) => observe(system, poisson(500, 100, 7), seed).sojourns;

    expect(run(1)).toEqual(run(1));
    expect(run(1)).not.toEqual(run(2));
  });

  it('never makes anybody wait longer for more pollers, where nothing is left to chance', () => {
    fc.assert(
      fc.property(bursts, fc.integer({ min: 2, max: 8 }), (arrivals, minimum) => {
        const withPollers = (count: number) =>
          observe(
            aSystem(
              { batchSize: 1, pollers: { kind: 'provisioned', minimum: count, maximum: count } },
              { invoke: takes(() => 300) },
            ),
            arrivals,
          ).waits.sort((a, b) => a - b);
        const [few, more] = [withPollers(minimum), withPollers(minimum + 1)];

        for (const [index, wait] of more.entries())
          expect(wait).toBeLessThanOrEqual((few[index] ?? 0) + 1e-6);
      }),
    );
  });

  it('starts with five batches at once and adds five a second', () => {
    const system = aSystem({ pollers: { kind: 'scaled', cap: 1000 } }, { invoke: takes(() => 100_000) });

    const { waits, limits } = observe(system, [{ atMs: 0, count: 50, tier: 'LOW', route: ['queue'] }]);

    expect(waits.filter((wait) => wait === 0)).toHaveLength(5);
    expect(waits.filter((wait) => wait <= 4000)).toHaveLength(25);
    expect(limits).toContain('pollers scale up by 300 concurrent invokes a minute');
  });

  it('receives ten times a second with each provisioned poller, and adds one each 0.6 seconds', () => {
    const pollers = { kind: 'provisioned', minimum: 2, maximum: 3 } as const;
    const system = aSystem({ pollers, batchSize: 10 }, { invoke: takes(() => 1) });

    const { waits } = observe(system, [{ atMs: 0, count: 1000, tier: 'LOW', route: ['queue'] }]);

    expect(waits.filter((wait) => wait < 550)).toHaveLength(2 * 6 * 10);
    expect(waits.filter((wait) => wait < 1050)).toHaveLength(2 * 11 * 10 + 5 * 10);
  });

  it('hides what was throttled, and gives up what was received too often', () => {
    const pollers = { kind: 'fixed', slots: 2 } as const;
    const system = aSystem({ pollers, maxReceives: 1 }, { reserved: 1, invoke: takes(() => 500) });
    const later = aSystem({ pollers, maxReceives: 2 }, { reserved: 1, invoke: takes(() => 500) });
    const arrivals: Arrival[] = [{ atMs: 0, count: 2, tier: 'LOW', route: ['queue'] }];

    expect(observe(system, arrivals)).toMatchObject({ dead: 1, sojourns: [500] });
    expect(observe(later, arrivals)).toMatchObject({ dead: 0, sojourns: [500, 30_500] });
    expect(observe(later, arrivals).limits).toContain('reserved concurrency of the function');
  });

  it('lets functions without a reserve share what the others left', () => {
    const pollers = { kind: 'fixed', slots: 20 } as const;
    const arrivals: Arrival[] = [{ atMs: 0, count: 20, tier: 'LOW', route: ['queue'] }];

    const { waits, limits } = observe(aSystem({ pollers }, {}, 10), arrivals);

    expect(waits.filter((wait) => wait === 0)).toHaveLength(10);
    expect(limits).toContain('concurrency quota of the account');
  });

  it('starts environments where none is there, and keeps them', () => {
    const system = aSystem({}, { provisioned: 0, coldStart: [[1, 400]] });
    const arrivals: Arrival[] = [0, 1000].map((atMs) => ({ atMs, count: 1, tier: 'LOW', route: ['queue'] }));

    expect(observe(system, arrivals).waits).toEqual([400, 0]);
  });

  it('waits a window for a fuller batch, and not longer than it is full', () => {
    const system = aSystem({ batchSize: 3, windowMs: 1000 });
    const at = (atMs: number, count: number): Arrival => ({ atMs, count, tier: 'LOW', route: ['queue'] });

    expect(observe(system, [at(0, 2)]).waits).toEqual([1000, 1000]);
    expect(observe(system, [at(0, 3)]).waits).toEqual([0, 0, 0]);
  });
});
