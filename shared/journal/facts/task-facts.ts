/** The facts of tasks for people. */
export type TaskFacts = Record<never, never>;

/** Their places in the order of cause and effect within their aggregate. */
export const taskRanks = {} as const satisfies { [T in keyof TaskFacts]: (body: TaskFacts[T]) => number };
