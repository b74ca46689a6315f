import type { NewsSource } from './news.ts';

/** News of what an inbound message led to. */
export const newsOfPipeline: NewsSource = () => undefined;
