import type { LaneEntry, LaneSender } from '../lanes/lane-sender.ts';
import { TIMER_HORIZON_MS } from '../lanes/schedule-command.ts';
import type { Timer, TimerStore } from './timer-store.ts';

export type FireDeps = {
  readonly timers: Pick<TimerStore, 'due' | 'remove'>;
  readonly lanes: LaneSender;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Whether there is time to begin with more. */
  readonly hasTime: () => boolean;
};

/** What a run did. */
export type FireCount = {
  /** Commands that are in their lanes by it. */
  readonly fired: number;
  /** Why others are not: codes and errors; they stay for the next run. */
  readonly failures: readonly unknown[];
  /** Milliseconds by which the latest of them came after its time. */
  readonly lagMs: number;
};

/**
 * Puts commands whose time comes within two minutes into their lanes, which hold them back to the second, and then forgets
 * their timers: whoever dies between sends again, and the claim sees to it that nobody is contacted twice. Never throws; what
 * fails, or finds no time, stays for the next run and holds nothing else up.
 */
export const fireTimers = async (deps: FireDeps): Promise<FireCount> => {
  const failures: unknown[] = [];
  const before = deps.now() + TIMER_HORIZON_MS;
  let fired = 0;
  let lagMs = 0;
  let from: string | undefined;
  try {
    do {
      if (!deps.hasTime()) return { fired, failures: [...failures, 'NO_TIME_LEFT'], lagMs };
      const { timers, unreadable = [], next } = await deps.timers.due(before, from);
      failures.push(...unreadable.map((key) => `UNREADABLE ${key}`));
      const sent = await send(timers, failures, deps);
      if (sent.length > 0) await deps.timers.remove(sent);
      fired += sent.length;
      lagMs = Math.max(lagMs, ...timers.map(({ dueAt }) => deps.now() - dueAt));
      from = next;
    } while (from !== undefined);
  } catch (error) {
    failures.push(error);
  }
  return { fired, failures, lagMs };
};

/** Answers with those that are in their lanes. */
const send = async (
  timers: readonly Timer[],
  failures: unknown[],
  { lanes, now }: FireDeps,
): Promise<readonly Timer[]> => {
  if (timers.length === 0) return [];
  const at = now();
  const outcomes = await lanes.send(timers.map((timer) => entryAt(timer, at)));
  return timers.filter((_, index) => {
    const outcome = outcomes[index];
    if (outcome?.sent === false) failures.push(outcome.cause);
    return outcome?.sent === true;
  });
};

/** What goes into the lane, held back for what is left of the wait. */
const entryAt = ({ entry, dueAt }: Timer, at: number): LaneEntry => ({
  ...entry,
  delaySeconds: Math.max(0, Math.ceil((dueAt - at) / 1000)),
});
