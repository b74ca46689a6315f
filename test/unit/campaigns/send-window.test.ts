import { describe, expect, it } from 'vitest';
import { nextOpening } from '../../../shared/campaigns/send-window.ts';

const at = (text: string) => Date.parse(text);
const berlin = { from: '09:00', until: '18:00', zone: 'Europe/Berlin' };

describe('nextOpening', () => {
  it.each([
    ['now, without windows', undefined, '2026-03-02T03:00:00Z', '2026-03-02T03:00:00Z'],
    ['now, within one', [berlin], '2026-03-02T08:00:30Z', '2026-03-02T08:00:30Z'],
    ['the same morning', [berlin], '2026-03-02T05:10:30Z', '2026-03-02T08:00:00Z'],
    ['the next morning, at the end of one', [berlin], '2026-03-02T17:00:00Z', '2026-03-03T08:00:00Z'],
    ['the morning after the clocks went forward', [berlin], '2026-03-28T20:00:00Z', '2026-03-29T07:00:00Z'],
    ['the morning after the clocks went back', [berlin], '2026-10-24T20:00:00Z', '2026-10-25T08:00:00Z'],
    [
      'the minute after a gap of the clock',
      [{ ...berlin, from: '02:30', until: '04:00' }],
      '2026-03-29T00:30:00Z',
      '2026-03-29T01:00:00Z',
    ],
    [
      'Monday, from a Friday evening',
      [{ ...berlin, days: [1, 2, 3, 4, 5] }],
      '2026-03-06T17:30:00Z',
      '2026-03-09T08:00:00Z',
    ],
    [
      'the first of two',
      [
        { ...berlin, from: '16:00' },
        { ...berlin, zone: 'America/New_York' },
      ],
      '2026-03-02T05:00:00Z',
      '2026-03-02T14:00:00Z',
    ],
  ])('is %s', (_, windows, now, expected) => {
    expect(new Date(nextOpening(windows, at(now))).toISOString()).toBe(new Date(at(expected)).toISOString());
  });
});
