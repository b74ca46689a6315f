import type { NewsSource } from './news.ts';

/** News of sagas. */
export const newsOfSaga: NewsSource = () => undefined;
