import type { LaneEntry } from '../lanes/lane-sender.ts';

/** A command that waits for its time: nothing of it is in a queue, so that it can be taken back or moved. */
export type Timer = {
  /** A command has one timer at most. */
  readonly commandId: string;
  /** Milliseconds since 1970. */
  readonly dueAt: number;
  /** What makes it wait: its own `scheduledFor`, or the contact policy. */
  readonly cause: 'SCHEDULED' | 'DEFERRED';
  /** Goes into its lane when it is due; personal fields are encrypted already. Its delay is computed then. */
  readonly entry: LaneEntry;
};

/** Some of the timers that are due, and where the next ones begin; without `next` there are no more. */
export type TimerPage = { readonly timers: readonly Timer[]; readonly next?: string | undefined };

/** Where timers are kept: spread over shards, in each by the time at which they are due. */
export type TimerStore = {
  /** Sets timers, or moves them: a command's later word stands. Throws `TimersUnavailableError`. */
  put(timers: readonly Timer[]): Promise<void>;
  /** Strongly consistent; `undefined` where the command does not wait. Throws `TimersUnavailableError`. */
  get(commandId: string): Promise<Timer | undefined>;
  /** Those that are due before a time, within each shard the first first; at most 100. Throws `TimersUnavailableError`. */
  due(before: number, from?: string): Promise<TimerPage>;
  /** Forgets exactly these: one that was moved meanwhile stays. Throws `TimersUnavailableError`. */
  remove(timers: readonly Timer[]): Promise<void>;
};

/** Timers could not be read or set: what depends on them must wait. */
export class TimersUnavailableError extends Error {
  override readonly name = 'TimersUnavailableError';
  readonly retryable = true;
}
