import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LaneEntry } from '../../../shared/lanes/lane-sender.ts';
import { InMemoryTimers } from '../../../shared/timers/adapters/in-memory-timers.ts';
import { fireTimers } from '../../../shared/timers/fire-timers.ts';
import { aTimer } from '../../contracts/timer-contract.ts';

const MINUTE = 60_000;
const START = 1_700_000_000_000;

/** A lane that notes what comes; a send may be refused, or its answer be lost. */
const aLane = (fails: () => 'refused' | 'lost' | undefined) => {
  const entries: { readonly at: number; readonly entry: LaneEntry }[] = [];
  let now = START;
  return {
    entries,
    setNow: (at: number) => {
      now = at;
    },
    send: async (sent: readonly LaneEntry[]) =>
      sent.map((entry) => {
        const fault = fails();
        if (fault !== 'refused') entries.push({ at: now, entry });
        return fault === undefined
          ? ({ sent: true } as const)
          : { sent: false as const, cause: 'ServiceUnavailable' };
      }),
  };
};

const faultyRun = fc.constantFrom(
  undefined,
  undefined,
  undefined,
  'refused' as const,
  'lost' as const,
  'dies' as const,
);

describe('fireTimers', () => {
  it('sends each command to the second at its time, loses none, and sends again only after a fault', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 20 * MINUTE }), { minLength: 1, maxLength: 40 }),
        fc.array(faultyRun, { maxLength: 12 }),
        async (waits, faults) => {
          const timers = new InMemoryTimers();
          await timers.put(waits.map((wait) => aTimer(START + wait)));
          let fault: (typeof faults)[number];
          const lane = aLane(() => (fault === 'refused' || fault === 'lost' ? fault : undefined));
          for (let minute = 0; minute < 40; minute += 1) {
            const now = START + minute * MINUTE;
            fault = faults[minute];
            lane.setNow(now);
            const remove =
              fault === 'dies' ? async () => Promise.reject(new Error('died')) : timers.remove.bind(timers);
            const store = { due: timers.due.bind(timers), remove };
            await fireTimers({ timers: store, lanes: lane, now: () => now, hasTime: () => true });
          }

          expect(timers.all()).toEqual([]);
          const firstOf = Map.groupBy(lane.entries, ({ entry }) => entry.message.message.messageId);
          expect(firstOf.size).toBe(waits.length);
          for (const [{ at, entry } = { at: 0, entry: undefined }] of firstOf.values()) {
            const dueAt = entry?.message.dueAt ?? 0;
            const receivableAt = at + (entry?.delaySeconds ?? 0) * 1000;
            expect(receivableAt).toBeGreaterThanOrEqual(dueAt);
            if (faults.every((each) => each === undefined || each === 'dies'))
              expect(receivableAt).toBeLessThan(dueAt + 1000);
          }
          if (faults.every((each) => each === undefined)) expect(lane.entries).toHaveLength(waits.length);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('ends before its time is over, and says so', async () => {
    const timers = new InMemoryTimers();
    await timers.put([aTimer(START - 5000)]);
    const lane = aLane(() => undefined);

    const count = await fireTimers({ timers, lanes: lane, now: () => START, hasTime: () => false });

    expect(count).toEqual({ fired: 0, failures: ['NO_TIME_LEFT'], lagMs: 0 });
    expect(timers.all()).toHaveLength(1);
  });

  it('tells by how much the latest came after its time', async () => {
    const timers = new InMemoryTimers();
    await timers.put([aTimer(START - 5000), aTimer(START - 90_000), aTimer(START + 1000)]);

    const count = await fireTimers({
      timers,
      lanes: aLane(() => undefined),
      now: () => START,
      hasTime: () => true,
    });

    expect(count).toEqual({ fired: 3, failures: [], lagMs: 90_000 });
  });
});
