import type { CommandSubject } from '../subjects.ts';

/** The facts of timers: what waits for its time. */
export type TimerFacts = {
  /** A waiting command has another time, in milliseconds since 1970; `nth` counts its moves from 1. */
  'timer-moved': CommandSubject & {
    nth: number;
    from: number;
    dueAt: number;
    deadlineAt: number;
    by: string;
  };
};

/** Their places in the order of cause and effect within their aggregate. */
export const timerRanks = {
  'timer-moved': () => 2,
} as const satisfies { [T in keyof TimerFacts]: (body: TimerFacts[T]) => number };
