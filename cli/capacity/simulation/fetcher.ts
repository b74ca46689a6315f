import type { EventQueue } from './event-queue.ts';
import type { LimitName } from './model.ts';

/** A right to bring one batch to the function; it is given back when the batch is done. */
export type Slot = { readonly release: () => void };

/** What fetches a queue's messages: gives a slot, or says why there is none. */
export type Fetcher = () => Slot | LimitName;

/** What a fetcher knows of its queue. */
export type FetcherHooks = {
  /** There may be slots that were not there before. */
  readonly wake: () => void;
  /** Whether messages are left over. */
  readonly isBehind: () => boolean;
};

/** Grows by one in each step while messages are left over: AWS names a number a minute, here they come evenly. */
export const createGrowth = (
  events: EventQueue,
  stepMs: number,
  { wake, isBehind }: FetcherHooks,
  grow: () => boolean,
): (() => void) => {
  let growing = false;
  const start = (): void => {
    if (growing) return;
    growing = true;
    events.add(events.now() + stepMs, () => {
      growing = false;
      if (!isBehind() || !grow()) return;
      wake();
      if (isBehind()) start();
    });
  };
  return start;
};
