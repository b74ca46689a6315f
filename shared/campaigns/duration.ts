const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** How long a step may wait at most: longer than a command's claims are kept nobody knows any more whom it reached. */
export const LONGEST_MS = 30 * DAY_MS;

const FORM = /^P(?:(\d{1,3})D)?(?:T(?=\d)(?:(\d{1,3})H)?(?:(\d{1,4})M)?(?:(\d{1,5})S)?)?$/;

/** Milliseconds of an ISO 8601 duration of days, hours, minutes and seconds such as `P2D` or `PT90M`; `undefined` for another text. */
export const durationMs = (text: string): number | undefined => {
  const found = FORM.exec(text);
  if (found === null || text.length < 3) return undefined;
  const [days, hours, minutes, seconds] = found.slice(1).map((digits) => Number(digits ?? 0));
  return (days ?? 0) * DAY_MS + (hours ?? 0) * HOUR_MS + (minutes ?? 0) * MINUTE_MS + (seconds ?? 0) * 1000;
};
