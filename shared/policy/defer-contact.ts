import { TIMER_HORIZON_MS } from '../lanes/schedule-command.ts';
import type { ContactPolicies } from './contact-policies.ts';
import type { ContactQuestion } from './contact-question.ts';
import { hoursOf, zoneOf } from './local-time.ts';
import { firstAllowed } from './quiet-hours.ts';

/** A contact that waits until an instant (milliseconds since 1970), or one that is not worth waiting for. */
export type Deferral =
  | { readonly kind: 'DEFER'; readonly until: number; readonly reasons: readonly string[] }
  | { readonly kind: 'DROP'; readonly reasons: readonly string[] };

const MOST_DEFERRALS = { most: 20, days: 30 };
const DAY_MS = 86_400_000;

/**
 * Puts a contact off until its hours are not quiet, at `earliest` or after it, but no sooner than a timer can be relied upon. One
 * that would then be too late, or was put off too often or for too long, is given up: the last reason says so.
 */
export const deferContact = (
  question: ContactQuestion,
  policies: ContactPolicies,
  { earliest, reasons }: { readonly earliest: number; readonly reasons: readonly string[] },
): Deferral => {
  const { at, expiresAt, deferred = { times: 0, since: at } } = question;
  const { most, days } = policies.deferrals ?? MOST_DEFERRALS;
  const hours = hoursOf(question, policies);
  const from = Math.max(earliest, at + TIMER_HORIZON_MS);
  const until = hours === undefined ? from : firstAllowed(hours, from, zoneOf(question, policies));
  const over = (reason: string): Deferral => ({ kind: 'DROP', reasons: [...reasons, reason] });
  if (expiresAt !== undefined && expiresAt <= until) return over('EXPIRES_BEFORE');
  if (deferred.times >= most) return over('DEFERRED_TOO_OFTEN');
  if (until - deferred.since > days * DAY_MS) return over('DEFERRED_TOO_LONG');
  return { kind: 'DEFER', until, reasons };
};
