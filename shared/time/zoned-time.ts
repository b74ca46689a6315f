/** A day and a time of day as a clock on the wall shows them. */
export type LocalTime = {
  readonly year: number;
  /** From 1. */
  readonly month: number;
  readonly day: number;
  /** From 0 to 23. */
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
};

/** A local time in a zone, and the day of the week: 1 is Monday, 7 Sunday. */
export type ZonedTime = LocalTime & { readonly weekday: number };

/** A name that is no IANA time zone. */
export class UnknownZoneError extends Error {
  override readonly name = 'UnknownZoneError';
}

const DAY_MS = 86_400_000;

/** Whether it is the name of an IANA time zone. */
export const isZone = (zone: string): boolean => {
  try {
    formatOf(zone);
    return true;
  } catch {
    return false;
  }
};

/** What clocks in a zone show at an instant (milliseconds since 1970). Throws `UnknownZoneError`. */
export const zonedTimeOf = (instant: number, zone: string): ZonedTime => {
  const shown = new Date(wallAt(instant, zone));
  return {
    year: shown.getUTCFullYear(),
    month: shown.getUTCMonth() + 1,
    day: shown.getUTCDate(),
    hour: shown.getUTCHours(),
    minute: shown.getUTCMinutes(),
    second: shown.getUTCSeconds(),
    weekday: ((shown.getUTCDay() + 6) % 7) + 1,
  };
};

/**
 * The instant (milliseconds since 1970) at which clocks in a zone show a local time. A time that is skipped in spring is moved
 * on by what was skipped; of a time that comes twice in autumn it is the first. Throws `UnknownZoneError`.
 */
export const instantOf = (local: LocalTime, zone: string): number => {
  const { year, month, day, hour, minute, second } = local;
  const [first] = instantsOf(Date.UTC(year, month - 1, day, hour, minute, second), zone);
  return first;
};

/**
 * The first instant after `instant` at which clocks in a zone show a time of day, in minutes since midnight; also the second one
 * in autumn. Where clocks skip it in spring it is moved on by what was skipped. Throws `UnknownZoneError`.
 */
export const nextTimeOfDay = (instant: number, zone: string, minuteOfDay: number): number => {
  const today = Math.floor(wallAt(instant, zone) / DAY_MS) * DAY_MS;
  // Moved on, yesterday's time may be today's; and a zone that changes sides of the date line leaves out a day.
  for (const days of [-1, 0, 1, 2, 3]) {
    const found = instantsOf(today + days * DAY_MS + minuteOfDay * 60_000, zone).find((at) => at > instant);
    if (found !== undefined) return found;
  }
  throw new RangeError(`nextTimeOfDay: no minute ${minuteOfDay} of a day follows ${instant}`);
};

/** Minutes since midnight that clocks in a zone show at an instant. Throws `UnknownZoneError`. */
export const minuteOfDayAt = (instant: number, zone: string): number => {
  const { hour, minute } = zonedTimeOf(instant, zone);
  return hour * 60 + minute;
};

/** The date in a zone at an instant, such as "2026-03-29". Throws `UnknownZoneError`. */
export const dateAt = (instant: number, zone: string): string =>
  new Date(wallAt(instant, zone)).toISOString().slice(0, 10);

const LOCAL = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2}))?$/;

/** Reads a local time such as "2026-03-29T02:30", or with seconds; `undefined` where it is none, or names no day there is. */
export const readLocalTime = (text: string): LocalTime | undefined => {
  const match = LOCAL.exec(text);
  if (match === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1)
    .map((digits = '0') => Number(digits));
  const time = Date.UTC(year, month - 1, day, hour, minute, second);
  const isReal = new Date(time).toISOString().startsWith(text.slice(0, 16)) && second < 60;
  return isReal ? { year, month, day, hour, minute, second } : undefined;
};

/** All instants at which clocks show a time (as if it were UTC), the earlier first; in a gap the one that stands for it. */
const instantsOf = (wall: number, zone: string): readonly [number, ...number[]] => {
  // Offsets lie between -12 and +14 hours: a day to either side is before and after any change near the time itself.
  const before = offsetAt(wall - DAY_MS, zone);
  const after = offsetAt(wall + DAY_MS, zone);
  const shown = [...new Set([before, after])]
    .map((offset) => wall - offset)
    .filter((instant) => wallAt(instant, zone) === wall)
    .sort((a, b) => a - b);
  const [first = wall - before, ...rest] = shown;
  return [first, ...rest];
};

/** By how many milliseconds clocks in a zone are ahead of UTC at an instant. Throws `UnknownZoneError`. */
export const offsetAt = (instant: number, zone: string): number =>
  wallAt(instant, zone) - Math.floor(instant / 1000) * 1000;

/** What clocks show, to the second, as the instant at which they would show it in UTC. */
const wallAt = (instant: number, zone: string): number => {
  const parts = new Map(
    formatOf(zone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
  const [hour, minute, second] = [part('hour'), part('minute'), part('second')];
  return Date.UTC(part('year'), part('month') - 1, part('day'), hour, minute, second);
};

/** Making one takes as long as a thousand uses. */
const formats = new Map<string, Intl.DateTimeFormat>();

const formatOf = (zone: string): Intl.DateTimeFormat => {
  // A zone is the same in any case: kept by one, so that nobody's spellings fill the memory.
  const key = zone.toLowerCase();
  const known = formats.get(key);
  if (known !== undefined) return known;
  try {
    const made = new Intl.DateTimeFormat('en-US', { ...SHOWN, timeZone: zone });
    formats.set(key, made);
    return made;
  } catch (cause) {
    throw new UnknownZoneError(`${zone}: is no IANA time zone, such as Europe/Berlin`, { cause });
  }
};

const SHOWN = {
  calendar: 'iso8601',
  numberingSystem: 'latn',
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
} as const satisfies Intl.DateTimeFormatOptions;
