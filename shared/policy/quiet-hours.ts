import { minuteOfDayAt, nextTimeOfDay, offsetAt, zonedTimeOf } from '../time/zoned-time.ts';
import type { QuietHours } from './contact-policies.ts';
import { CONTACT_SLACK_MS } from './contact-slack.ts';

/** Whether the hours are quiet at an instant (milliseconds since 1970), by what clocks on the walls of a zone show. */
export const isQuiet = ({ from, until, days = [] }: QuietHours, at: number, zone: string): boolean => {
  const minute = minuteOfDayAt(at, zone);
  const [start, end] = [minuteOf(from), minuteOf(until)];
  const isOverMidnight = start > end;
  const isNight = isOverMidnight ? minute >= start || minute < end : minute >= start && minute < end;
  return isNight || (days.length > 0 && days.includes(zonedTimeOf(at, zone).weekday % 7));
};

/**
 * The first instant, at or after another one, at which the hours are not quiet, nor become so before a contact that is decided
 * then begins. Throws a `RangeError` where they always are.
 */
export const firstAllowed = (hours: QuietHours, at: number, zone: string): number => {
  let instant = at;
  for (let steps = 0; steps < MOST_STEPS; steps += 1) {
    if (isQuiet(hours, instant, zone)) instant = nextChange(hours, instant, zone);
    else if (isQuiet(hours, instant + CONTACT_SLACK_MS, zone)) instant += CONTACT_SLACK_MS;
    else return instant;
  }
  throw new RangeError(`quiet hours: no allowed instant after ${at}`);
};

/** Minutes since midnight of a time of day as "20:00". */
export const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** A week of quiet days, and the changes of a clock in it. */
const MOST_STEPS = 40;

/** The next instant at which quiet hours may end: by the clock, at midnight, or since clocks are changed before that. */
const nextChange = ({ until, days = [] }: QuietHours, after: number, zone: string): number => {
  const end = nextTimeOfDay(after, zone, minuteOf(until));
  const next = days.length > 0 ? Math.min(end, nextTimeOfDay(after, zone, 0)) : end;
  return offsetAt(after, zone) === offsetAt(next, zone) ? next : clockChangeIn(after, next, zone);
};

/** The instant between two others from which on clocks are ahead as they are at the second one. */
const clockChangeIn = (from: number, to: number, zone: string): number => {
  const after = offsetAt(to, zone);
  let [before, change] = [Math.floor(from / 1000), Math.ceil(to / 1000)];
  while (change - before > 1) {
    const middle = Math.floor((before + change) / 2);
    if (offsetAt(middle * 1000, zone) === after) change = middle;
    else before = middle;
  }
  return change * 1000;
};
