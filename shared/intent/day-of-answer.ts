import { isZone, zonedTimeOf } from '../time/zoned-time.ts';
import { readAnswer } from './clauses.ts';
import { timeIn } from './day-in.ts';
import type { Answer } from './intent.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** By how many hours clocks are ahead of UTC at least and at most, anywhere. */
const EXTREMES = [-12, 14];

/** The day on which an answer was written where its author is, as the instant at which it begins in UTC (milliseconds since 1970). */
export const dayOfAnswer = ({ receivedAt, timeZone }: Pick<Answer, 'receivedAt' | 'timeZone'>): number => {
  if (timeZone === undefined || !isZone(timeZone)) return Math.floor(receivedAt / DAY_MS) * DAY_MS;
  const { year, month, day } = zonedTimeOf(receivedAt, timeZone);
  return Date.UTC(year, month - 1, day);
};

/** Whether an answer names a day, such as `tomorrow`, that may be another one in another zone. */
export const hingesOnZone = ({ text, receivedAt }: Pick<Answer, 'text' | 'receivedAt'>): boolean => {
  const { folded, words } = readAnswer(text);
  const [first, last] = EXTREMES.map((hours) => {
    const today = dayOfAnswer({ receivedAt: receivedAt + hours * HOUR_MS });
    return timeIn(folded, words, today).onDay;
  });
  return first !== last;
};
