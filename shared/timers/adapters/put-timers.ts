import { BatchWriteItemCommand, type DynamoDBClient, type WriteRequest } from '@aws-sdk/client-dynamodb';
import { pagesOf } from '../../messages/pages-of.ts';
import { backoffMs } from '../../resilience/backoff.ts';
import { type Timer, TimersUnavailableError, timerKey } from '../timer-store.ts';
import { toItem } from './to-timer-item.ts';

/** Items written in one call at most (DynamoDB's limit). */
const MOST_WRITES = 25;
const MOST_TRIES = 5;
const RETRY_BOUNDS = { baseMs: 50, capMs: 1000 };

export type DynamoDbTimersOptions = {
  readonly client: Pick<DynamoDBClient, 'send'>;
  /** The table of state. */
  readonly tableName: string;
  readonly sleep: (ms: number) => Promise<void>;
  /** From 0 to 1. */
  readonly random: () => number;
};

/** Sets timers, 25 in a call: all of a store of timers that agents know. Throws `TimersUnavailableError`. */
export const putTimers = async (timers: readonly Timer[], options: DynamoDbTimersOptions): Promise<void> => {
  const items = new Map(timers.map((timer) => [nameOf(timer), { PutRequest: { Item: toItem(timer) } }]));
  await writeTimers([...items.values()], options);
};

/** Writes and deletes items of distinct keys. Throws `TimersUnavailableError`. */
export const writeTimers = async (
  requests: readonly WriteRequest[],
  options: DynamoDbTimersOptions,
): Promise<void> => {
  await Promise.all(pagesOf(requests, MOST_WRITES).map((page) => writePage(page, options)));
};

/** Tells timers apart. */
export const nameOf = (timer: Pick<Timer, 'commandId' | 'dueAt'>): string => {
  const { id, part } = timerKey(timer);
  return `${id}\n${part}`;
};

const writePage = async (
  page: WriteRequest[],
  { client, tableName, sleep, random }: DynamoDbTimersOptions,
): Promise<void> => {
  let pending = page;
  for (let tries = 0; pending.length > 0; tries += 1) {
    if (tries === MOST_TRIES) throw new TimersUnavailableError('timers: some could not be written');
    if (tries > 0) await sleep(backoffMs(tries, RETRY_BOUNDS, random));
    const request = new BatchWriteItemCommand({ RequestItems: { [tableName]: pending } });
    const { UnprocessedItems } = await orUnavailable(() => client.send(request));
    pending = UnprocessedItems?.[tableName] ?? [];
  }
};

/** What a call answers; its failure as the error that callers of timers know. */
export const orUnavailable = async <T>(call: () => Promise<T>): Promise<T> => {
  try {
    return await call();
  } catch (error) {
    throw new TimersUnavailableError('timers: the table of state did not answer', { cause: error });
  }
};
