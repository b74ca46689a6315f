import type { LaneEntry } from '../lanes/lane-sender.ts';

/** A command that waits for its time: nothing of it is in a queue, so that it can be taken back or moved. */
export type Timer = {
  readonly commandId: string;
  /** Milliseconds since 1970. */
  readonly dueAt: number;
  /** What makes it wait: its own `scheduledFor`, or the contact policy. */
  readonly cause: 'SCHEDULED' | 'DEFERRED';
  /** Goes into its lane when it is due; personal fields are encrypted already. Its delay is computed then. */
  readonly entry: LaneEntry;
};

/** Some of the timers that are due, and where the next ones begin; without `next` there are no more. */
export type TimerPage = {
  readonly timers: readonly Timer[];
  /** Keys of those that are due and that nobody can read; they hold no others up. @default none */
  readonly unreadable?: readonly string[] | undefined;
  readonly next?: string | undefined;
};

/** Where timers are kept: spread over shards, in each by the time at which they are due. */
export type TimerStore = {
  /** Sets timers; setting the same command for the same time again changes nothing. Throws `TimersUnavailableError`. */
  put(timers: readonly Timer[]): Promise<void>;
  /** The timer of a command that is due at one of these times, in one call; `undefined` where there is none. */
  find(commandId: string, dueAts: readonly number[]): Promise<Timer | undefined>;
  /** Those that are due before a time, within each shard the first first, with another shard in front each minute; at most 100. Throws `TimersUnavailableError`. */
  due(before: number, from?: string): Promise<TimerPage>;
  /** Puts another one in a timer's place, at once; `gone` where it was not there any more, and nothing was written. */
  move(timer: Timer, to: Timer): Promise<'moved' | 'gone'>;
  /** Forgets them; those that are not there are no error. Throws `TimersUnavailableError`. */
  remove(timers: readonly Pick<Timer, 'commandId' | 'dueAt'>[]): Promise<void>;
};

/** Timers could not be read or set: what depends on them must wait. */
export class TimersUnavailableError extends Error {
  override readonly name = 'TimersUnavailableError';
  readonly retryable = true;
}

/** Functions may write and delete items of the table of state whose id begins so (`State.grantTimers`). */
export const TIMER_PREFIX = 'timer#';

/**
 * Parts that timers are spread over: one partition takes 1,000 writes a second, so sixteen take 16,000 commands a second that
 * are all scheduled. They are found by all of them, so the number may only grow.
 */
const TIMER_SHARDS = 16;

/** The ids under which timers lie in the table of state. */
export const timerShards: readonly string[] = Array.from(
  { length: TIMER_SHARDS },
  (_, shard) => `${TIMER_PREFIX}${shard}`,
);

/** The key of a timer: its shard follows from its command, and within a shard they are ordered by the time they are due. */
export const timerKey = ({ commandId, dueAt }: Pick<Timer, 'commandId' | 'dueAt'>) => {
  let sum = 0;
  for (const letter of commandId) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 65_521;
  return { id: `${TIMER_PREFIX}${sum % TIMER_SHARDS}`, part: `${partBeforeTime(dueAt)}#${commandId}` };
};

/** What sorts before every part of a timer that is due at or after `time` (milliseconds since 1970). */
export const partBeforeTime = (time: number): string => String(time).padStart(15, '0');
