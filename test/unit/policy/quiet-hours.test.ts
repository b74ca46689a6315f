import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { QuietHours } from '../../../shared/policy/contact-policies.ts';
import { CONTACT_SLACK_MS } from '../../../shared/policy/contact-slack.ts';
import { firstAllowed, isQuiet } from '../../../shared/policy/quiet-hours.ts';

const marketing: QuietHours = { from: '20:00', until: '08:00', days: [0] };
const MINUTE_MS = 60_000;
/** Days around changes of clocks: forward and back, at 2, at midnight, by half an hour, and a date that was left out. */
const changes = [
  ['Europe/Berlin', '2026-03-29T01:00:00Z'],
  ['Europe/Berlin', '2026-10-25T01:00:00Z'],
  ['America/New_York', '2026-11-01T06:00:00Z'],
  ['Australia/Lord_Howe', '2026-04-04T15:00:00Z'],
  ['Australia/Lord_Howe', '2026-10-03T15:30:00Z'],
  ['America/Havana', '2026-03-08T05:00:00Z'],
  ['America/Havana', '2026-11-01T05:00:00Z'],
  ['Africa/Cairo', '2026-04-23T22:00:00Z'],
  ['Pacific/Apia', '2011-12-30T10:00:00Z'],
  ['Asia/Kathmandu', '2026-05-01T00:00:00Z'],
] as const;

const two = (value: number) => String(value).padStart(2, '0');
const times = fc.integer({ min: 0, max: 1439 }).map((m) => `${two(Math.floor(m / 60))}:${two(m % 60)}`);
const someHours = fc
  .record({
    from: times,
    until: times,
    days: fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { maxLength: 4 }),
  })
  .filter(({ from, until }) => from !== until);

describe('firstAllowed', () => {
  it.each([
    ['in the evening', '2026-11-26T21:30:00+01:00', '2026-11-27T08:00:00+01:00'],
    ['before the morning', '2026-11-27T07:59:59+01:00', '2026-11-27T08:00:00+01:00'],
    ['on a Saturday evening, over the Sunday', '2026-11-28T20:00:00+01:00', '2026-11-30T08:00:00+01:00'],
    ['over the night in which clocks go forward', '2026-03-27T23:00:00+01:00', '2026-03-28T08:00:00+01:00'],
    [
      'when a contact would begin in quiet hours only',
      '2026-11-26T19:59:57+01:00',
      '2026-11-27T08:00:00+01:00',
    ],
    ['by day, at once', '2026-11-26T12:00:00+01:00', '2026-11-26T12:00:00+01:00'],
  ])('gives the end of quiet hours: %s', (_, at, expected) => {
    const first = firstAllowed(marketing, Date.parse(at), 'Europe/Berlin');

    expect(new Date(first).toISOString()).toBe(new Date(expected).toISOString());
  });

  it('ends with the gap of the clocks where the hours end within it', () => {
    const hours = { from: '22:00', until: '02:30' };

    const first = firstAllowed(hours, Date.parse('2026-03-28T23:00:00Z'), 'Europe/Berlin');

    expect(new Date(first).toISOString()).toBe('2026-03-29T01:00:00.000Z'); // the wall goes from 2:00 to 3:00
  });

  it('is never in quiet hours, and nothing before it is allowed, on days on which clocks are changed too', () => {
    const around = fc.tuple(
      fc.constantFrom(...changes),
      fc.integer({ min: -3 * 1440, max: 1440 }),
      someHours,
    );
    fc.assert(
      fc.property(around, ([[zone, change], minutes, hours]) => {
        const at = Date.parse(change) + minutes * MINUTE_MS;
        const mayContact = (instant: number) =>
          !isQuiet(hours, instant, zone) && !isQuiet(hours, instant + CONTACT_SLACK_MS, zone);

        const first = firstAllowed(hours, at, zone);

        expect(first).toBeGreaterThanOrEqual(at);
        expect(mayContact(first)).toBe(true);
        for (let instant = at; instant < first; instant += MINUTE_MS)
          expect(mayContact(instant), new Date(instant).toISOString()).toBe(false);
      }),
      { numRuns: 300 },
    );
  });
});
