import type { NewsSource } from './news.ts';

/** News of tasks for people. */
export const newsOfTask: NewsSource = () => undefined;
