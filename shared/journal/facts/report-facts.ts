import type { reportTypes } from '../../messages/message-types.ts';
import type { CommandSubject } from '../subjects.ts';

/** The facts of reports and maintenance. */
export type ReportFacts = {
  /** A report is there; who makes it once more by mistake makes other files, and changes nothing. */
  'report-generated': CommandSubject & {
    reportType: (typeof reportTypes)[number];
    /** The campaign, agent type or identity that it is about. */
    of?: string | undefined;
    /** Days (UTC), both included. */
    fromDay: string;
    untilDay: string;
    bucket: string;
    jsonKey: string;
    csvKey: string;
    rows: number;
    /** Commands that it counts, and where they stood. */
    commands: number;
    outcomes: Readonly<Record<string, number>>;
  };
};

/** Their places in the order of cause and effect within their aggregate. */
export const reportRanks = { 'report-generated': () => 9 } as const satisfies {
  [T in keyof ReportFacts]: (body: ReportFacts[T]) => number;
};
