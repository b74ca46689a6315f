import {
  type AttributeValue,
  BatchGetItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { pagesOf } from '../../messages/pages-of.ts';
import {
  partBeforeTime,
  type Timer,
  type TimerPage,
  type TimerStore,
  TimersUnavailableError,
  timerShards,
} from '../timer-store.ts';
import { type DynamoDbTimersOptions, nameOf, orUnavailable, putTimers, writeTimers } from './put-timers.ts';
import { toTimer } from './timer-item.ts';
import { keyOf, toItem } from './to-timer-item.ts';

/** Items read at once (DynamoDB's limit). */
const PAGE = 100;

const MINUTE_MS = 60_000;

/** Where a listing goes on: how many shards are done, and within the next one a key. */
const cursorSchema = z.object({
  shard: z.int(),
  start: z.record(z.string(), z.object({ S: z.string() })).optional(),
});

/** Timers in the table of state: one item for each, 25 in a call. */
export class DynamoDbTimers implements TimerStore {
  readonly #options: DynamoDbTimersOptions;

  constructor(options: DynamoDbTimersOptions) {
    this.#options = options;
  }

  async put(timers: readonly Timer[]): Promise<void> {
    await putTimers(timers, this.#options);
  }

  async remove(timers: readonly Pick<Timer, 'commandId' | 'dueAt'>[]): Promise<void> {
    const keys = new Map(timers.map((timer) => [nameOf(timer), { DeleteRequest: { Key: keyOf(timer) } }]));
    await writeTimers([...keys.values()], this.#options);
  }

  async find(commandId: string, dueAts: readonly number[]): Promise<Timer | undefined> {
    const { client, tableName } = this.#options;
    for (const page of pagesOf([...new Set(dueAts)], PAGE)) {
      const Keys = page.map((dueAt) => keyOf({ commandId, dueAt }));
      const answer = await orUnavailable(() =>
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
    const page = await orUnavailable(() =>
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

const reasonsSchema = z.object({
  name: z.literal('TransactionCanceledException'),
  CancellationReasons: z.array(z.object({ Code: z.string().optional() })),
});

const isConditional = (error: unknown): boolean =>
  reasonsSchema
    .safeParse(error)
    .data?.CancellationReasons.some(({ Code }) => Code === 'ConditionalCheckFailed') ?? false;
