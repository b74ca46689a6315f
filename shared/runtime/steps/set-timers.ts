import { errorFields, type Logger } from '../../observability/logger.ts';
import type { TimerStore } from '../../timers/timer-store.ts';
import type { Batch } from '../batch.ts';
import { retryLater } from '../settled.ts';

/**
 * Sets the timers of commands that wait for their time, in one call for 25 of them, before the facts that say so; no call where
 * none does. Whoever dies after it decides again, and one claim makes one contact of all copies. What could not be set comes back.
 */
export const setTimers = async (
  batch: Batch,
  { timers, log }: { readonly timers: Pick<TimerStore, 'put'>; readonly log: Logger },
): Promise<void> => {
  const waiting = batch.gather(({ timer }, record) => timer && { record, timer });
  if (waiting.length === 0) return;
  try {
    await timers.put(waiting.map(({ timer }) => timer));
  } catch (error) {
    log.error('contacts not deferred', { messages: waiting.length, ...errorFields(error) });
    for (const { record } of waiting) batch.settle(record, retryLater('NOT_DEFERRED'));
  }
};
