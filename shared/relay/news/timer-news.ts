import type { NewsSource } from './news.ts';

/** News of timers. */
export const newsOfTimer: NewsSource = () => undefined;
