import {
  type AttributeValue,
  BatchGetItemCommand,
  BatchWriteItemCommand,
  type DynamoDBClient,
  QueryCommand,
  TransactWriteItemsCommand,
  type WriteRequest,
} from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { pagesOf } from '../../messages/pages-of.ts';
import { backoffMs } from '../../resilience/backoff.ts';
import {
  partBeforeTime,
  type Timer,
  type TimerPage,
  type TimerStore,
  TimersUnavailableError,
  timerShards,
} from '../timer-store.ts';
import { keyOf, toItem, toTimer } from './timer-item.ts';

/** Items read at once, and written in one call at most (DynamoDB's limit). */
const PAGE = 100;
const MOST_WRITES = 25;
const MOST_TRIES = 5;
const RETRY_BOUNDS = { baseMs: 50, capMs: 1000 };

const MINUTE_MS = 60_000;

/** Where a listing goes on: how many shards are done, and within the next one a key. */
const cursorSchema = z.object({
  shard: z.int(),
  start: z.record(z.string(), z.object({ S: z.string() })).optional(),
});

export type DynamoDbTimersOptions = {
  readonly client: Pick<DynamoDBClient, 'send'>;
  /** The table of state. */
  readonly tableName: string;
  readonly sleep: (ms: number) => Promise<void>;
  /** From 0 to 1. */
  readonly random: () => number;
};

/** Timers in the table of state: one item for each, 25 in a call. */
export class DynamoDbTimers implements TimerStore {
  readonly #options: DynamoDbTimersOptions;

  constructor(options: DynamoDbTimersOptions) {
    this.#options = options;
  }

  async put(timers: readonly Timer[]): Promise<void> {
    const items = new Map(timers.map((timer) => [nameOf(timer), { PutRequest: { Item: toItem(timer) } }]));
    await this.#write([...items.values()]);
  }

  async remove(timers: readonly Pick<Timer, 'commandId' | 'dueAt'>[]): Promise<void> {
    const keys = new Map(timers.map((timer) => [nameOf(timer), { DeleteRequest: { Key: keyOf(timer) } }]));
    await this.#write([...keys.values()]);
  }

  async find(commandId: string, dueAts: readonly number[]): Promise<Timer | undefined> {
    const { client, tableName } = this.#options;
    for (const page of pagesOf([...new Set(dueAts)], PAGE)) {
      const Keys = page.map((dueAt) => keyOf({ commandId, dueAt }));
      const answer = await this.#orUnavailable(() =>
        client.send(
          new BatchGetItemCommand({ RequestItems: { [tableName]: { Keys, ConsistentRead: true } } }),
        ),
      );
      if (Object.keys(answer.UnprocessedKeys ?? {}).length > 0)
        throw new TimersUnavailableError('timers: not all of them could be read');
      const [found] = answer.Responses?.[tableName] ?? [];
      if (found !== undefined) return toTimer(found);
    }
    return undefined;
  }

  async due(before: number, from?: string): Promise<TimerPage> {
    const { client, tableName } = this.#options;
    const { shard, start } = from === undefined ? { shard: 0 } : cursorSchema.parse(JSON.parse(from));
    // Where there is not time for all, it is not always the same ones that wait.
    const turned = (shard + Math.floor(before / MINUTE_MS)) % timerShards.length;
    const page = await this.#orUnavailable(() =>
      client.send(
        new QueryCommand({
          TableName: tableName,
          KeyConditionExpression: 'id = :id AND part < :before',
          ExpressionAttributeValues: {
            ':id': { S: timerShards[turned] ?? '' },
            ':before': { S: partBeforeTime(before) },
          },
          ConsistentRead: true,
          Limit: PAGE,
          ...(start === undefined ? {} : { ExclusiveStartKey: start }),
        }),
      ),
    );
    const next = page.LastEvaluatedKey ? { shard, start: page.LastEvaluatedKey } : { shard: shard + 1 };
    return {
      ...toTimers(page.Items ?? []),
      ...(next.shard < timerShards.length ? { next: JSON.stringify(next) } : {}),
    };
  }

  async move(timer: Timer, to: Timer): Promise<'moved' | 'gone'> {
    const { client, tableName: TableName } = this.#options;
    if (nameOf(timer) === nameOf(to)) return 'moved';
    const condition = { ConditionExpression: 'attribute_exists(id)' };
    try {
      await client.send(
        new TransactWriteItemsCommand({
          TransactItems: [
            { Delete: { TableName, Key: keyOf(timer), ...condition } },
            { Put: { TableName, Item: toItem(to) } },
          ],
        }),
      );
      return 'moved';
    } catch (error) {
      if (isConditional(error)) return 'gone';
      throw new TimersUnavailableError('timers: a timer could not be moved', { cause: error });
    }
  }

  async #write(requests: readonly WriteRequest[]): Promise<void> {
    await Promise.all(pagesOf(requests, MOST_WRITES).map((page) => this.#writePage(page)));
  }

  async #writePage(page: WriteRequest[]): Promise<void> {
    const { client, tableName, sleep, random } = this.#options;
    let pending = page;
    for (let tries = 0; pending.length > 0; tries += 1) {
      if (tries === MOST_TRIES) throw new TimersUnavailableError('timers: some could not be written');
      if (tries > 0) await sleep(backoffMs(tries, RETRY_BOUNDS, random));
      const answer = await this.#orUnavailable(() =>
        client.send(new BatchWriteItemCommand({ RequestItems: { [tableName]: pending } })),
      );
      pending = answer.UnprocessedItems?.[tableName] ?? [];
    }
  }

  async #orUnavailable<T>(call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch (error) {
      throw new TimersUnavailableError('timers: the table of state did not answer', { cause: error });
    }
  }
}

const toTimers = (items: readonly Record<string, AttributeValue>[]) => {
  const timers: Timer[] = [];
  const unreadable: string[] = [];
  for (const item of items) {
    try {
      timers.push(toTimer(item));
    } catch {
      unreadable.push(item['part']?.S ?? '');
    }
  }
  return { timers, unreadable };
};

const nameOf = (timer: Pick<Timer, 'commandId' | 'dueAt'>): string => `${timer.dueAt}#${timer.commandId}`;

const reasonsSchema = z.object({
  name: z.literal('TransactionCanceledException'),
  CancellationReasons: z.array(z.object({ Code: z.string().optional() })),
});

const isConditional = (error: unknown): boolean =>
  reasonsSchema
    .safeParse(error)
    .data?.CancellationReasons.some(({ Code }) => Code === 'ConditionalCheckFailed') ?? false;
