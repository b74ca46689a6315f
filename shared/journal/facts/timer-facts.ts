/** The facts of timers: what waits for its time. */
export type TimerFacts = Record<never, never>;

/** Their places in the order of cause and effect within their aggregate. */
export const timerRanks = {} as const satisfies { [T in keyof TimerFacts]: (body: TimerFacts[T]) => number };
