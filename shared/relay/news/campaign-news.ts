import type { NewsSource } from './news.ts';

/** News of campaigns. */
export const newsOfCampaign: NewsSource = () => undefined;
