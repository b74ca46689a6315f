import { dateAt, nextTimeOfDay } from '../time/zoned-time.ts';
import type { FrequencyCap } from './contact-policies.ts';
import { CONTACT_SLACK_MS } from './contact-slack.ts';

/** A contact that was, or is about to be, made: by which command, and when it was decided (milliseconds since 1970). */
export type CapUse = { readonly owner: string; readonly at: number };

/** Which contacts are limited, and in which zone days are counted. */
export type CapQuestion = {
  readonly caps: readonly FrequencyCap[];
  readonly zone: string;
  readonly owner: string;
  readonly at: number;
};

const DAY_MS = 86_400_000;

/**
 * The first instant, at or after the one asked for, at which no cap is full; the owner's own earlier use counts as this one. Uses
 * and contact may each begin later than they were decided, by `CONTACT_SLACK_MS`: they count as if they did both.
 */
export const freeFrom = (uses: readonly CapUse[], { caps, zone, owner, at }: CapQuestion): number => {
  const others = uses
    .filter((use) => use.owner !== owner)
    .map((use) => use.at)
    .sort((a, b) => a - b);
  let instant = at;
  // Each step passes at least one use, or one midnight that a use is near to.
  for (let steps = 0; steps <= 2 * others.length + 1; steps += 1) {
    const next = Math.max(...caps.map((cap) => freeFromOne(others, cap, instant, zone)));
    if (next === instant) return instant;
    instant = next;
  }
  return instant;
};

/** The uses with this one among them, in place of the owner's own earlier one; what no cap can count any more is left out. */
export const withUse = (uses: readonly CapUse[], { caps, owner, at }: CapQuestion): readonly CapUse[] => [
  ...uses.filter((use) => use.owner !== owner && use.at + keptMs(caps) > at),
  { owner, at },
];

/** Milliseconds for which a use may count. */
export const keptMs = (caps: readonly FrequencyCap[]): number =>
  Math.max(...caps.map(({ per }) => (per === 'day' ? 2 : per.days + 1))) * DAY_MS;

const freeFromOne = (
  others: readonly number[],
  { most, per }: FrequencyCap,
  at: number,
  zone: string,
): number => {
  if (per === 'day') {
    const days = daysOf(at, zone);
    const same = others.filter((use) => daysOf(use, zone).some((day) => days.includes(day)));
    return same.length < most ? at : nextTimeOfDay(at, zone, 0);
  }
  const windowMs = per.days * DAY_MS + CONTACT_SLACK_MS;
  const counted = others.filter((use) => use + windowMs > at);
  return counted.length < most ? at : (counted[counted.length - most] ?? at) + windowMs;
};

/** The days on which a contact that was decided then may be. */
const daysOf = (at: number, zone: string): readonly string[] => [
  dateAt(at, zone),
  dateAt(at + CONTACT_SLACK_MS, zone),
];
