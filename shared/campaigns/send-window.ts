import type { SendWindow } from './campaign-definition.ts';

const MINUTE_MS = 60_000;
/** Minutes that are looked at for the next opening: a week, and a day that a clock change may take. */
const MOST_MINUTES = 8 * 24 * 60;

/**
 * The time (milliseconds since 1970) at which a campaign may send next, now where it may already. Read from the zone's own
 * clock minute by minute, so that a day on which it is changed needs no rule of its own: an opening that the clock leaves out
 * is the first minute after it.
 */
export const nextOpening = (windows: readonly SendWindow[] | undefined, now: number): number => {
  if (windows === undefined || windows.some((window) => isOpen(window, now))) return now;
  const first = (Math.floor(now / MINUTE_MS) + 1) * MINUTE_MS;
  for (let at = first; at < first + MOST_MINUTES * MINUTE_MS; at += MINUTE_MS) {
    if (windows.some((window) => isOpen(window, at))) return at;
  }
  return first + MOST_MINUTES * MINUTE_MS;
};

/** Whether a window is open at a time. */
export const isOpen = ({ from, until, zone, days }: SendWindow, at: number): boolean => {
  const { time, day } = localTime(zone, at);
  return time >= from && time < until && (days === undefined || days.includes(day));
};

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

const localTime = (zone: string, at: number): { readonly time: string; readonly day: number } => {
  const parts = new Map(
    formatOf(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  return {
    time: `${parts.get('hour')}:${parts.get('minute')}`,
    day: DAYS.indexOf(parts.get('weekday') ?? '') + 1,
  };
};

const formats = new Map<string, Intl.DateTimeFormat>();

/** Formats cost more to make than to use; zones are few. */
const formatOf = (timeZone: string): Intl.DateTimeFormat => {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    weekday: 'short',
    hourCycle: 'h23',
  });
  formats.set(timeZone, format);
  return format;
};
