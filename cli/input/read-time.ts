import { instant } from '../../shared/messages/fields.ts';
import { instantOf, isZone, readLocalTime } from '../../shared/time/zoned-time.ts';
import { CliError } from '../cli-error.ts';

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
  const local = readLocalTime(text);
  if (local === undefined)
    throw usage(`${text} is no time of a clock.`, 'Write it as 2026-12-24T09:30, without an offset.');
  return instantOf(local, zone);
};

const usage = (message: string, advice: string): CliError => new CliError('USAGE', message, advice);
