import { broken, type Parsed } from '../messages/parse-message.ts';

/** When a command is due, and what holds it back until then. */
export type Schedule = {
  /** Milliseconds since 1970. */
  readonly dueAt: number;
  /** By how many seconds its lane holds it back; 0 where a timer does. */
  readonly delaySeconds: number;
  readonly verdict: 'NONE' | 'PAST_SENT_AT_ONCE' | 'DELAYED' | 'TIMER';
};

/**
 * Timers are looked through once a minute, two minutes ahead: what is due sooner than that may have been passed over, and is
 * held back by its lane. The rest waits as a timer, where it can be moved.
 */
export const TIMER_HORIZON_MS = 120_000;

/** A clerical error such as another century must not sleep in a table for ever; nobody plans further ahead than a year. */
export const FARTHEST_DAYS = 366;
export const FARTHEST_MS = FARTHEST_DAYS * 86_400_000;

/** Decides what becomes of `scheduledFor` (ISO 8601) for a command taken at `acceptedAt` (milliseconds since 1970). */
export const scheduleCommand = (scheduledFor: string | undefined, acceptedAt: number): Parsed<Schedule> => {
  if (scheduledFor === undefined)
    return { ok: true, value: { dueAt: acceptedAt, delaySeconds: 0, verdict: 'NONE' } };
  const dueAt = Date.parse(scheduledFor);
  const waitMs = dueAt - acceptedAt;
  if (waitMs <= 0) {
    return { ok: true, value: { dueAt: acceptedAt, delaySeconds: 0, verdict: 'PAST_SENT_AT_ONCE' } };
  }
  if (waitMs > FARTHEST_MS) {
    return broken('command.scheduledFor', `must be at most ${FARTHEST_DAYS} days ahead`);
  }
  return waitMs > TIMER_HORIZON_MS
    ? { ok: true, value: { dueAt, delaySeconds: 0, verdict: 'TIMER' } }
    : { ok: true, value: { dueAt, delaySeconds: Math.ceil(waitMs / 1000), verdict: 'DELAYED' } };
};
