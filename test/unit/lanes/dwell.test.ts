import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dwellOf } from '../../../shared/lanes/dwell.ts';
import { deadlineSecondsOf, priorities } from '../../../shared/messages/priority.ts';
import { aLaneMessage } from '../../support/a-lane-message.ts';

const T = 1_700_000_000_000;
const DAY = 86_400_000;

describe('dwellOf', () => {
  it('counts from due to the call, and says where the time went, the bus included', () => {
    const lane = { ...aLaneMessage(undefined, T), deadlineAt: T + 1000, putAt: T - 900, queuedAt: T - 300 };

    expect(dwellOf(lane, { sentAt: T + 40, takenUpAt: T + 700, startedAt: T + 1000 })).toEqual({
      dwellMs: 1000,
      inTime: true,
      busMs: 600,
      coordinatorMs: 340,
      laneMs: 660,
      agentMs: 300,
      skews: 0,
    });
    expect(dwellOf(lane, { sentAt: T + 40, takenUpAt: T + 700, startedAt: T + 1001 }).inTime).toBe(false);
  });

  it('does not count the time for which a schedule held it back', () => {
    const lane = { ...aLaneMessage(undefined, T), dueAt: T + 100_000 };

    expect(dwellOf(lane, { sentAt: T + 40, takenUpAt: T + 100_500, startedAt: T + 100_700 })).toMatchObject({
      dwellMs: 700,
      coordinatorMs: 40,
      laneMs: 500,
      agentMs: 200,
    });
  });

  it('does not count the time for which it was a timer, and what it came late into its lane', () => {
    const lane = { ...aLaneMessage(undefined, T), dueAt: T + DAY };
    const partsWhenSent = (sentAt: number) =>
      dwellOf(lane, { sentAt, takenUpAt: T + DAY + 500, startedAt: T + DAY + 700 });

    expect(partsWhenSent(T + DAY - 60_000)).toMatchObject({ coordinatorMs: 0, laneMs: 500, skews: 0 });
    expect(partsWhenSent(T + DAY + 400)).toMatchObject({ coordinatorMs: 400, laneMs: 100, skews: 0 });
  });

  it.each(priorities)(
    'promises %s what the specification does where its lane message says nothing',
    (tier) => {
      const { deadlineAt: _, ...bare } = aLaneMessage(undefined, T);
      const lane = { ...bare, tier };
      const within = (ms: number) => dwellOf(lane, { sentAt: T, takenUpAt: T, startedAt: T + ms }).inTime;

      expect([within(deadlineSecondsOf[tier] * 1000), within(deadlineSecondsOf[tier] * 1000 + 1)]).toEqual([
        true,
        false,
      ]);
    },
  );

  it('never has a negative part, and counts those that came out so', () => {
    const ms = fc.integer({ min: T - 5000, max: T + 5000 });
    fc.assert(
      fc.property(fc.array(ms, { minLength: 7, maxLength: 7 }), (times) => {
        const [acceptedAt = 0, dueAt = 0, putAt = 0, queuedAt = 0, sentAt = 0, takenUpAt = 0, startedAt = 0] =
          times;
        const lane = { ...aLaneMessage(), acceptedAt, dueAt, putAt, queuedAt };

        const { skews, inTime: _, ...parts } = dwellOf(lane, { sentAt, takenUpAt, startedAt });

        const raw = [
          startedAt - dueAt,
          queuedAt - putAt,
          sentAt - queuedAt,
          takenUpAt - Math.max(sentAt, dueAt),
          startedAt - takenUpAt,
        ];
        expect(Object.values(parts)).toEqual(raw.map((part) => Math.max(0, part)));
        expect(skews).toBe(raw.filter((part) => part < 0).length);
      }),
    );
  });
});
