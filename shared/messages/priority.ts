/** The specification's four priorities, most urgent first. */
export const priorities = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW'] as const;

export type Priority = (typeof priorities)[number];

/** The longest wait of each priority, in seconds: the upper ends of the specification's ranges. */
export const deadlineSecondsOf = { CRITICAL: 1, HIGH: 5, MEDIUM: 30, LOW: 300 } as const satisfies Record<
  Priority,
  number
>;
