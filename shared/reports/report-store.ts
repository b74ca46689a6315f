/** Where finished reports lie, and how far others are. Throws `ReportsUnavailableError`. */
export type ReportStore = {
  /** Where they are, as REPORT_GENERATED says it. */
  readonly bucket: string;
  /** Writes a file, in place of one that has its name. */
  put(key: string, text: string): Promise<void>;
  /** A file; `undefined` where there is none. */
  get(key: string): Promise<string | undefined>;
};

/** The file of how far a report is counted. */
export const progressKey = (reportId: string): string => `progress/${reportId}.json`;

/**
 * The files of a report that was made on a day. Each making has its own, so that one that is done twice cannot change a report
 * that somebody was told of.
 */
export const reportKeys = (day: string, reportId: string, makingId: string) => ({
  json: `${REPORTS}${day}/${reportId}/${makingId}.json`,
  csv: `${REPORTS}${day}/${reportId}/${makingId}.csv`,
});

/** Where reports lie within their bucket. */
export const REPORTS = 'reports/';

/** The file of the stage's switches as they were on a day. */
export const snapshotKey = (day: string): string => `switches/${day}.json`;
