import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  instantOf,
  isZone,
  nextTimeOfDay,
  UnknownZoneError,
  zonedTimeOf,
} from '../../../shared/time/zoned-time.ts';

const zones = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'America/St_Johns',
  'Australia/Lord_Howe', // half an hour of summer time
  'Asia/Kathmandu',
  'Africa/Casablanca', // winter time in Ramadan
  'Pacific/Kiritimati',
  'Pacific/Pago_Pago',
];
const aZone = fc.constantFrom(...zones);
const anInstant = fc
  .integer({ min: Date.UTC(2015, 0, 1) / 1000, max: Date.UTC(2035, 0, 1) / 1000 })
  .map((s) => s * 1000);
const at = (text: string): number => Date.parse(text);

describe('zoned time', () => {
  it.each([
    ['summer', '2026-07-01T10:00:00Z', 'Europe/Berlin', { day: 1, hour: 12, minute: 0, weekday: 3 }],
    ['midnight', '2026-11-25T23:00:00Z', 'Europe/Berlin', { day: 26, hour: 0, weekday: 4 }],
    ['a quarter of an hour', '2026-01-01T00:00:00Z', 'Asia/Kathmandu', { hour: 5, minute: 45 }],
    ['another day', '2026-01-01T12:00:00Z', 'Pacific/Kiritimati', { day: 2, hour: 2, weekday: 5 }],
  ])('knows what clocks show: %s', (_, instant, zone, shown) => {
    expect(zonedTimeOf(at(instant), zone)).toMatchObject(shown);
  });

  it.each([
    ['a plain day', [2026, 12, 24, 9, 30], 'Europe/Berlin', '2026-12-24T08:30:00Z'],
    ['a skipped time, which is moved on', [2026, 3, 29, 2, 30], 'Europe/Berlin', '2026-03-29T01:30:00Z'],
    ['a time that comes twice, the first', [2026, 10, 25, 2, 30], 'Europe/Berlin', '2026-10-25T00:30:00Z'],
    ['a gap of half an hour', [2026, 10, 4, 2, 15], 'Australia/Lord_Howe', '2026-10-03T15:45:00Z'],
  ])('knows the instant of %s', (_, [year = 0, month = 0, day = 0, hour = 0, minute = 0], zone, instant) => {
    const local = { year, month, day, hour, minute, second: 0 };

    expect(new Date(instantOf(local, zone)).toISOString()).toBe(new Date(instant).toISOString());
  });

  it('finds, for whatever clocks show, the first instant at which they show it', () => {
    fc.assert(
      fc.property(anInstant, aZone, (instant, zone) => {
        const found = instantOf(zonedTimeOf(instant, zone), zone);
        // Of an hour that comes twice the first one; never another local time.
        expect(found).toBeLessThanOrEqual(instant);
        expect(instant - found).toBeLessThanOrEqual(3_600_000);
        expect(zonedTimeOf(found, zone)).toEqual(zonedTimeOf(instant, zone));
      }),
      { numRuns: 2000 },
    );
  });

  it('finds the next time of a day: no clock shows it before, from now on', () => {
    fc.assert(
      fc.property(anInstant, aZone, fc.integer({ min: 0, max: 1439 }), (instant, zone, minute) => {
        const next = nextTimeOfDay(instant, zone, minute);
        expect(next).toBeGreaterThan(instant);
        expect(next - instant).toBeLessThanOrEqual(26 * 3_600_000);
        const shown = zonedTimeOf(next, zone);
        // In a gap the clock is past it already, by less than the gap.
        expect([0, 30, 60]).toContain((shown.hour * 60 + shown.minute - minute + 1440) % 1440);
      }),
      { numRuns: 2000 },
    );
  });

  it('refuses what is no zone by name', () => {
    expect(isZone('Europe/Berlin')).toBe(true);
    expect(isZone('Mars/Olympus')).toBe(false);
    expect(() => zonedTimeOf(0, 'Mars/Olympus')).toThrow(UnknownZoneError);
  });
});
