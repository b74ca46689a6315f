/** What a calendar and a clock on a wall show in a zone. */
export type WallTime = {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
};

/** Nobody knows the zone: names are those of the IANA's database, as "Europe/Berlin". */
export class UnknownZoneError extends Error {
  override readonly name = 'UnknownZoneError';
  readonly zone: string;

  constructor(zone: string) {
    super(`must be a time zone of the IANA, as "Europe/Berlin": it is ${JSON.stringify(zone)}`);
    this.zone = zone;
  }
}

const DAY_MS = 86_400_000;

/** Whether the IANA's database as this runtime has it knows the zone. */
export const isZone = (zone: string): boolean => {
  try {
    formatOf(zone);
    return true;
  } catch {
    return false;
  }
};

/** What the wall shows at an instant (milliseconds since 1970). Throws `UnknownZoneError`. */
export const wallTimeAt = (instant: number, zone: string): WallTime => {
  const shown = new Date(wallAt(instant, zone));
  return {
    year: shown.getUTCFullYear(),
    month: shown.getUTCMonth() + 1,
    day: shown.getUTCDate(),
    hour: shown.getUTCHours(),
    minute: shown.getUTCMinutes(),
    second: shown.getUTCSeconds(),
  };
};

/** Minutes since midnight that the wall shows at an instant, 0 to 1439. Throws `UnknownZoneError`. */
export const minuteOfDayAt = (instant: number, zone: string): number => {
  const { hour, minute } = wallTimeAt(instant, zone);
  return hour * 60 + minute;
};

/** The day of the week that the wall shows at an instant: 0 is Sunday. Throws `UnknownZoneError`. */
export const weekdayAt = (instant: number, zone: string): number =>
  new Date(wallAt(instant, zone)).getUTCDay();

/** The date that the wall shows at an instant, as "2026-03-29". Throws `UnknownZoneError`. */
export const dateAt = (instant: number, zone: string): string =>
  new Date(wallAt(instant, zone)).toISOString().slice(0, 10);

/**
 * The instant (milliseconds since 1970) at which the wall shows a time: of the two where clocks were put back, the earlier;
 * where clocks are put forward over it, as much later as they are. Throws `UnknownZoneError`.
 */
export const instantOf = (wall: WallTime, zone: string): number => {
  const { year, month, day, hour, minute, second } = wall;
  const [first] = instantsOf(Date.UTC(year, month - 1, day, hour, minute, second), zone);
  return first;
};

/**
 * The first instant after another one at which the wall shows a time of day (minutes since midnight), also again where clocks
 * were put back; where they are put forward over it, as much later as they are. Throws `UnknownZoneError`.
 */
export const nextMinuteOfDay = (after: number, minuteOfDay: number, zone: string): number => {
  const today = Math.floor(wallAt(after, zone) / DAY_MS) * DAY_MS;
  // A zone that changed sides of the date line left out one whole day.
  for (const days of [-1, 0, 1, 2, 3]) {
    const found = instantsOf(today + days * DAY_MS + minuteOfDay * 60_000, zone).find((at) => at > after);
    if (found !== undefined) return found;
  }
  throw new RangeError(`nextMinuteOfDay: no minute ${minuteOfDay} after ${after}`);
};

const LOCAL = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2}))?$/;

/** Reads a local time as "2026-03-29T02:30" or with seconds; `undefined` where it is none, or names no day of the calendar. */
export const parseWallTime = (text: string): WallTime | undefined => {
  const match = LOCAL.exec(text);
  if (match === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1)
    .map((digits = '0') => Number(digits));
  const shown = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  const isReal = shown.toISOString().startsWith(`${text.slice(0, 16)}:${String(second).padStart(2, '0')}`);
  return isReal ? { year, month, day, hour, minute, second } : undefined;
};

/** All instants at which the wall shows a time (as if it were UTC), the earlier first; in a gap the one that stands for it. */
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

/** Milliseconds by which the wall is ahead of UTC at an instant. Throws `UnknownZoneError`. */
export const offsetAt = (instant: number, zone: string): number =>
  wallAt(instant, zone) - Math.floor(instant / 1000) * 1000;

/** What the wall shows, to the second, as the instant at which it would be that in UTC. */
const wallAt = (instant: number, zone: string): number => {
  const parts = new Map(
    formatOf(zone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
};

/** Making a format costs a hundred times what using it does; there are some hundred zones. */
const formats = new Map<string, Intl.DateTimeFormat>();

const formatOf = (zone: string): Intl.DateTimeFormat => {
  // Zones are the same in any case: kept by one, so that nobody's spellings fill the memory.
  const key = zone.toLowerCase();
  const known = formats.get(key);
  if (known !== undefined) return known;
  const made = makeFormat(zone);
  formats.set(key, made);
  return made;
};

const makeFormat = (timeZone: string): Intl.DateTimeFormat => {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone,
      calendar: 'iso8601',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    throw new UnknownZoneError(timeZone);
  }
};
