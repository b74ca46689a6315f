/** The day and the time of day that an answer names. */
export type NamedTime = { readonly onDay?: string | undefined; readonly atTime?: string | undefined };

const DAY_MS = 86_400_000;

/** Days from the one on which it is said, in folded words. */
const daysAhead: Readonly<Record<string, number>> = {
  today: 0,
  tonight: 0,
  heute: 0,
  tomorrow: 1,
  tomorow: 1,
  tmrw: 1,
  morgen: 1,
  ubermorgen: 2,
  uebermorgen: 2,
};

/** The day of the week, from 0 for Sunday, in folded words. */
const weekdays: Readonly<Record<string, number>> = {
  sunday: 0,
  monday: 1,
  tuesday: 2,
  wednesday: 3,
  thursday: 4,
  friday: 5,
  saturday: 6,
  sonntag: 0,
  montag: 1,
  dienstag: 2,
  mittwoch: 3,
  donnerstag: 4,
  freitag: 5,
  samstag: 6,
  sonnabend: 6,
};

const monthNames = [
  'january|januar|jan',
  'february|februar|feb',
  'march|marz|maerz|mar',
  'april|apr',
  'may|mai',
  'june|juni|jun',
  'july|juli|jul',
  'august|aug',
  'september|sept|sep',
  'october|oktober|oct|okt',
  'november|nov',
  'december|dezember|dec|dez',
];
const monthOf: Readonly<Record<string, number>> = Object.fromEntries(
  monthNames.flatMap((names, month) => names.split('|').map((name) => [name, month + 1])),
);

const ISO_DATE = /\b(\d{4})-(\d{2})-(\d{2})\b/;
const GERMAN_DATE = /\b(\d{1,2})\.\s?(\d{1,2})\.(\d{4})?/;
const DAY_AND_MONTH = new RegExp(`\\b(\\d{1,2})(?:st|nd|rd|th|\\.)? (?:of )?(${monthNames.join('|')})\\b`);
const MONTH_AND_DAY = new RegExp(`\\b(${monthNames.join('|')}) (\\d{1,2})(?:st|nd|rd|th)?\\b`);
const IN_DAYS = /\bin (\d{1,2}) (?:days?|tagen?)\b/;
const IN_WEEKS = /\bin (\d{1,2}|a|einer|one|two|zwei) (?:weeks?|wochen?)\b/;
const CLOCK = /\b([01]?\d|2[0-3])[:.]([0-5]\d) ?(am|pm|uhr)?\b(?!\.)/;
const HOUR = /\b(\d{1,2}) ?(am|pm|uhr|oclock|o'clock)\b/;

/** The day and time that a folded text names, said on the day that begins in UTC at `today` (milliseconds since 1970); the first that it names. */
export const timeIn = (folded: string, words: readonly string[], today: number): NamedTime => {
  const day = dateIn(folded, today) ?? dayOfWords(folded, words, today);
  return {
    onDay: day === undefined ? undefined : new Date(day).toISOString().slice(0, 10),
    atTime: clockIn(folded),
  };
};

const dateIn = (folded: string, today: number): number | undefined => {
  const iso = ISO_DATE.exec(folded);
  if (iso) return dateOf(Number(iso[1]), Number(iso[2]), Number(iso[3]), today);
  const german = GERMAN_DATE.exec(folded);
  if (german) return dateOf(german[3] && Number(german[3]), Number(german[2]), Number(german[1]), today);
  const named = DAY_AND_MONTH.exec(folded);
  if (named) return dateOf(undefined, monthOf[named[2] ?? ''] ?? 0, Number(named[1]), today);
  const other = MONTH_AND_DAY.exec(folded);
  return other ? dateOf(undefined, monthOf[other[1] ?? ''] ?? 0, Number(other[2]), today) : undefined;
};

/** A day that the calendar has; without a year the next one that is not over. */
const dateOf = (
  year: number | string | undefined,
  month: number,
  day: number,
  today: number,
): number | undefined => {
  const thisYear = new Date(today).getUTCFullYear();
  const years = typeof year === 'number' ? [year] : [thisYear, thisYear + 1];
  return years
    .map((each) => new Date(Date.UTC(each, month - 1, day)))
    .filter((date) => date.getUTCMonth() === month - 1 && date.getUTCDate() === day)
    .map((date) => date.getTime())
    .find((at) => typeof year === 'number' || at >= today);
};

const dayOfWords = (folded: string, words: readonly string[], today: number): number | undefined => {
  const days = IN_DAYS.exec(folded);
  if (days) return today + Number(days[1]) * DAY_MS;
  const weeks = IN_WEEKS.exec(folded);
  if (weeks) return today + weeksOf(weeks[1] ?? '') * 7 * DAY_MS;
  for (const [at, word] of words.entries()) {
    const before = words[at - 1] ?? '';
    const ahead = Object.hasOwn(daysAhead, word) ? daysAhead[word] : undefined;
    if (ahead !== undefined && !(word === 'morgen' && /^(guten|am)$/.test(before)))
      return today + (word === 'tomorrow' && /^after$/.test(before) ? 2 : ahead) * DAY_MS;
    const weekday = Object.hasOwn(weekdays, word) ? weekdays[word] : undefined;
    if (weekday !== undefined) return nextWeekday(weekday, today);
    if (/^(week|woche)$/.test(word) && /^(next|nachste|naechste|kommende)/.test(before))
      return today + 7 * DAY_MS;
    if (
      word === 'monatsende' ||
      (/^(month|monats)$/.test(word) &&
        words.slice(Math.max(0, at - 4), at).some((each) => /^ende?$/.test(each)))
    )
      return endOfMonth(today);
  }
  return undefined;
};

const weeksOf = (text: string): number =>
  /^\d+$/.test(text) ? Number(text) : /^(two|zwei)$/.test(text) ? 2 : 1;

/** Who says "on Friday" on a Friday means the next one. */
const nextWeekday = (weekday: number, today: number): number => {
  const ahead = (weekday - new Date(today).getUTCDay() + 7) % 7;
  return today + (ahead === 0 ? 7 : ahead) * DAY_MS;
};

const endOfMonth = (today: number): number => {
  const date = new Date(today);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0);
};

const clockIn = (folded: string): string | undefined => {
  const clock = CLOCK.exec(folded);
  if (clock) return timeOf(Number(clock[1]), clock[2] ?? '00', clock[3]);
  const hour = HOUR.exec(folded);
  return hour ? timeOf(Number(hour[1]), '00', hour[2]) : undefined;
};

const timeOf = (hour: number, minutes: string, half: string | undefined): string | undefined => {
  const of24 = half === 'pm' && hour < 12 ? hour + 12 : half === 'am' && hour === 12 ? 0 : hour;
  return of24 > 23 ? undefined : `${String(of24).padStart(2, '0')}:${minutes}`;
};
