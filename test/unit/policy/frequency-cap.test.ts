import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FrequencyCap } from '../../../shared/policy/contact-policies.ts';
import { CONTACT_SLACK_MS } from '../../../shared/policy/contact-slack.ts';
import { type CapUse, freeFrom, withUse } from '../../../shared/policy/frequency-cap.ts';
import { dateAt } from '../../../shared/time/zoned-time.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const START = Date.parse('2026-10-23T22:00:00Z'); // two days before Berlin puts its clocks back
const zones = ['Europe/Berlin', 'America/Havana', 'Pacific/Kiritimati', 'UTC'];
const someCaps = fc.array(
  fc.record({
    most: fc.integer({ min: 1, max: 3 }),
    per: fc.oneof(fc.constant('day' as const), fc.record({ days: fc.integer({ min: 1, max: 3 }) })),
  }),
  { minLength: 1, maxLength: 2 },
);

/** Whether contacts keep to a cap, as somebody sees it who only knows when they began. */
const keeps = (begun: readonly number[], { most, per }: FrequencyCap, zone: string): boolean =>
  begun.every((from) => {
    const within = begun.filter((at) =>
      per === 'day' ? dateAt(at, zone) === dateAt(from, zone) : at >= from && at < from + per.days * DAY_MS,
    );
    return within.length <= most;
  });

describe('freeFrom', () => {
  it('never lets more through than a cap has, however late contacts begin, and is soon free', () => {
    const wishes = fc.array(
      fc.record({
        afterMs: fc.integer({ min: 0, max: 20 * HOUR_MS }),
        lateMs: fc.integer({ min: 0, max: CONTACT_SLACK_MS }),
      }),
      { maxLength: 25 },
    );
    fc.assert(
      fc.property(someCaps, fc.constantFrom(...zones), wishes, (caps, zone, asked) => {
        let [uses, now] = [[] as readonly CapUse[], START];
        const begun: number[] = [];
        for (const [index, { afterMs, lateMs }] of asked.entries()) {
          now += afterMs;
          const question = { caps, zone, owner: `c${index}`, at: now };
          const free = freeFrom(uses, question);
          expect(freeFrom(uses, { ...question, at: free })).toBe(free);
          if (free > now) continue;
          uses = withUse(uses, question);
          begun.push(now + lateMs);
        }
        for (const cap of caps) expect(keeps(begun, cap, zone)).toBe(true);
      }),
    );
  });

  it('counts a command once, and from its newest attempt', () => {
    const caps = [{ most: 1, per: { days: 1 } }] as const;
    const question = { caps, zone: 'UTC', owner: 'a', at: START + HOUR_MS };

    const uses = withUse([{ owner: 'a', at: START }], question);

    expect(uses).toEqual([{ owner: 'a', at: START + HOUR_MS }]);
    expect(freeFrom(uses, question)).toBe(question.at);
    expect(freeFrom(uses, { ...question, owner: 'b' })).toBe(START + HOUR_MS + DAY_MS + CONTACT_SLACK_MS);
  });

  it("is free with the customer's own day, which has 25 hours when clocks are put back", () => {
    const caps = [{ most: 1, per: 'day' }] as const;
    const at = Date.parse('2026-10-25T00:30:00+02:00');

    const free = freeFrom([{ owner: 'a', at }], {
      caps,
      zone: 'Europe/Berlin',
      owner: 'b',
      at: at + HOUR_MS,
    });

    expect(free).toBe(at + 24.5 * HOUR_MS);
  });
});
