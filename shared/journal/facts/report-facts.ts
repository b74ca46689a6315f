/** The facts of reports and maintenance. */
export type ReportFacts = Record<never, never>;

/** Their places in the order of cause and effect within their aggregate. */
export const reportRanks = {} as const satisfies {
  [T in keyof ReportFacts]: (body: ReportFacts[T]) => number;
};
