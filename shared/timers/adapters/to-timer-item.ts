import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { type Timer, timerKey } from '../timer-store.ts';

/** A timer that nobody sent for so long after its time is no use to anybody any more. */
const KEPT_SECONDS = 30 * 86_400;

/** The key of a timer's item. */
export const keyOf = (timer: Pick<Timer, 'commandId' | 'dueAt'>): Record<string, AttributeValue> => {
  const { id, part } = timerKey(timer);
  return { id: { S: id }, part: { S: part } };
};

/** A timer as an item of the table of state. */
export const toItem = (timer: Timer): Record<string, AttributeValue> => ({
  ...keyOf(timer),
  cause: { S: timer.cause },
  entry: { S: JSON.stringify(timer.entry) },
  expiresAt: { N: String(Math.floor(timer.dueAt / 1000) + KEPT_SECONDS) },
});
