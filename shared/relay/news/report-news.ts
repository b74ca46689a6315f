import type { NewsSource } from './news.ts';

/** News of reports and maintenance. */
export const newsOfReport: NewsSource = () => undefined;
