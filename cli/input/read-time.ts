import { instant } from '../../shared/messages/fields.ts';
import { instantOf, isZone } from '../../shared/time/zoned-time.ts';
import { CliError } from '../cli-error.ts';

const LOCAL = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2}))?$/;

/**
 * Reads a time, in milliseconds since 1970: one with an offset, or one of a zone's clocks. What clocks skip in spring is moved
 * on, of what they show twice in autumn it is the first. Throws a usage error that says what is wrong.
 */
export const readTime = (text: string, zone?: string): number => {
  if (zone === undefined) {
    if (instant.safeParse(text).success) return Date.parse(text);
    throw usage(`${text} is no time with an offset, such as 2026-12-24T09:30:00Z.`, 'Give a --zone with it.');
  }
  if (!isZone(zone)) throw usage(`${zone} is no time zone.`, 'Name one such as Europe/Berlin.');
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = numbersIn(text);
  const isDay = new Date(Date.UTC(year, month - 1, day)).getUTCDate() === day && month <= 12;
  if (month === 0 || !isDay || hour > 23 || minute > 59 || second > 59)
    throw usage(`${text} is no time of a clock.`, 'Write it as 2026-12-24T09:30, without an offset.');
  return instantOf({ year, month, day, hour, minute, second }, zone);
};

const numbersIn = (text: string): readonly number[] =>
  (LOCAL.exec(text) ?? []).slice(1).map((part) => Number(part ?? 0));

const usage = (message: string, advice: string): CliError => new CliError('USAGE', message, advice);
