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
    formatterOf(zone);
    return true;
  } catch {
    return false;
  }
};

/** What clocks in a zone show at an instant (milliseconds since 1970). Throws `UnknownZoneError`. */
export const zonedTimeOf = (instant: number, zone: string): ZonedTime => {
  const parts: Record<string, number> = {};
  for (const { type, value } of formatterOf(zone).formatToParts(instant)) parts[type] = Number(value);
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0 } = parts;
  const weekday = ((new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 6) % 7) + 1;
  return { year, month, day, hour, minute, second, weekday };
};

/**
 * The instant (milliseconds since 1970) at which clocks in a zone show a local time. A time that is skipped in spring is moved
 * on by what was skipped; of a time that comes twice in autumn it is the first. Throws `UnknownZoneError`.
 */
export const instantOf = (local: LocalTime, zone: string): number => {
  const { year, month, day, hour, minute, second } = local;
  const wall = Date.UTC(year, month - 1, day, hour, minute, second);
  // No zone is more than a day from UTC, and none changes its offset twice within two days.
  const before = offsetAt(wall - DAY_MS, zone);
  const after = offsetAt(wall + DAY_MS, zone);
  const candidates = [wall - before, wall - after].filter((at) => at + offsetAt(at, zone) === wall);
  // In a gap neither fits: the offset of before it shows the clock moved on.
  return candidates.length > 0 ? Math.min(...candidates) : wall - before;
};

/** By how many milliseconds clocks in a zone are ahead of UTC at an instant. */
const offsetAt = (instant: number, zone: string): number => {
  const { year, month, day, hour, minute, second } = zonedTimeOf(instant, zone);
  const seconds = Math.floor(instant / 1000) * 1000;
  return Date.UTC(year, month - 1, day, hour, minute, second) - seconds;
};

/**
 * The first instant after `instant` at which clocks in a zone show a time of day, in minutes since midnight; in a spring gap
 * that is the end of it.
 */
export const nextTimeOfDay = (instant: number, zone: string, minuteOfDay: number): number => {
  const { year, month, day } = zonedTimeOf(instant, zone);
  for (let ahead = 0; ; ahead += 1) {
    const date = new Date(Date.UTC(year, month - 1, day + ahead));
    const at = instantOf(
      {
        year: date.getUTCFullYear(),
        month: date.getUTCMonth() + 1,
        day: date.getUTCDate(),
        hour: Math.floor(minuteOfDay / 60),
        minute: minuteOfDay % 60,
        second: 0,
      },
      zone,
    );
    if (at > instant) return at;
  }
};

/** Making one takes as long as a thousand uses. */
const formatters = new Map<string, Intl.DateTimeFormat>();

const formatterOf = (zone: string): Intl.DateTimeFormat => {
  const known = formatters.get(zone);
  if (known !== undefined) return known;
  try {
    const made = new Intl.DateTimeFormat('en-US', { ...SHOWN, timeZone: zone });
    formatters.set(zone, made);
    return made;
  } catch (error) {
    throw new UnknownZoneError(`${zone}: is no IANA time zone, such as Europe/Berlin`, { cause: error });
  }
};

const SHOWN = {
  calendar: 'gregory',
  numberingSystem: 'latn',
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
} as const satisfies Intl.DateTimeFormatOptions;
