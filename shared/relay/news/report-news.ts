import type { NewsSource } from './news.ts';

/** News of reports and maintenance. */
export const newsOfReport: NewsSource = (fact) => {
  if (fact.type !== 'report-generated') return undefined;
  const { reportType, of, fromDay, untilDay, bucket, jsonKey, csvKey, rows, commands, outcomes } = fact.body;
  return {
    type: 'REPORT_GENERATED',
    status: 'COMPLETED',
    subject: fact.body,
    more: { reportType, of, fromDay, untilDay, bucket, jsonKey, csvKey, rows, commands, outcomes },
  };
};
