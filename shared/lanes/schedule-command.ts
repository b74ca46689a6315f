import { broken, type Parsed } from '../messages/parse-message.ts';

/** When a command is due, and by how many seconds its lane holds it back. */
export type Schedule = {
  readonly dueAt: number;
  readonly delaySeconds: number;
  readonly verdict: 'NONE' | 'PAST_SENT_AT_ONCE' | 'DELAYED';
};

/** A queue holds a message back for at most 15 minutes; there are no timers for a longer wait yet. */
const LONGEST_DELAY_MS = 900_000;

/** Decides what becomes of `scheduledFor` (ISO 8601) for a command taken at `acceptedAt` (milliseconds since 1970). */
export const scheduleCommand = (scheduledFor: string | undefined, acceptedAt: number): Parsed<Schedule> => {
  if (scheduledFor === undefined)
    return { ok: true, value: { dueAt: acceptedAt, delaySeconds: 0, verdict: 'NONE' } };
  const dueAt = Date.parse(scheduledFor);
  if (dueAt <= acceptedAt) {
    return { ok: true, value: { dueAt: acceptedAt, delaySeconds: 0, verdict: 'PAST_SENT_AT_ONCE' } };
  }
  if (dueAt - acceptedAt > LONGEST_DELAY_MS) {
    return broken(
      'command.scheduledFor',
      'must be at most 15 minutes ahead: longer schedules are not served yet',
    );
  }
  const delaySeconds = Math.ceil((dueAt - acceptedAt) / 1000);
  return { ok: true, value: { dueAt, delaySeconds, verdict: 'DELAYED' } };
};
