import { type AttributeValue, type DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { type LoadExchange, POOL_PREFIX } from '../load-exchange.ts';
import { bucketAt, type Load, type LoadBuckets, type PoolLoad } from '../pool-load.ts';

export type DynamoDbLoadExchangeOptions = {
  readonly client: Pick<DynamoDBClient, 'send'>;
  /** The table of state. */
  readonly tableName: string;
  /** Such as `email`. */
  readonly agentType: string;
};

/**
 * The loads of a pool in one item of the table of state: an attribute for each span, identity and figure, to which DynamoDB
 * adds. What spans of before left is removed by whoever sees it.
 */
export class DynamoDbLoadExchange implements LoadExchange {
  readonly #options: DynamoDbLoadExchangeOptions;
  #old: readonly string[] = [];

  constructor(options: DynamoDbLoadExchangeOptions) {
    this.#options = options;
  }

  async exchange(report: PoolLoad, now: number): Promise<LoadBuckets> {
    const { client, tableName, agentType } = this.#options;
    const bucket = bucketAt(now);
    const { Attributes = {} } = await client.send(
      new UpdateItemCommand({
        TableName: tableName,
        Key: { id: { S: `${POOL_PREFIX}${agentType}` }, part: { S: 'load' } },
        ...updateOf(report, bucket, this.#old),
        ReturnValues: 'ALL_NEW',
      }),
    );
    const read = Object.entries(Attributes).flatMap(fromAttribute);
    this.#old = read.filter((each) => each.bucket < bucket - 1).map(({ name }) => name);
    return toBuckets(read);
  }
}

/** Names as `<span>|<identity>|<figure>`: an identity has no such bar. */
const updateOf = (report: PoolLoad, bucket: number, old: readonly string[]) => {
  const figures = Object.entries(report).flatMap(([identity, { calls, busyMs }]) => [
    [`${bucket}|${identity}|calls`, calls] as const,
    [`${bucket}|${identity}|busyMs`, Math.round(busyMs)] as const,
  ]);
  const add = figures.map((_, at) => `#a${at} :a${at}`).join(', ');
  const remove = old.map((_, at) => `#r${at}`).join(', ');
  return {
    UpdateExpression: `${add && `ADD ${add} `}${remove && `REMOVE ${remove}`}`,
    ExpressionAttributeNames: Object.fromEntries([
      ...figures.map(([name], at) => [`#a${at}`, name]),
      ...old.map((name, at) => [`#r${at}`, name]),
    ]),
    ExpressionAttributeValues: Object.fromEntries(
      figures.map(([, value], at) => [`:a${at}`, { N: String(value) }]),
    ),
  };
};

type Read = {
  readonly name: string;
  readonly bucket: number;
  readonly identity: string;
  readonly figure: string;
  readonly value: number;
};

const fromAttribute = ([name, { N }]: readonly [string, AttributeValue]): readonly Read[] => {
  const [bucket, identity, figure] = name.split('|');
  if (N === undefined || identity === undefined || figure === undefined) return [];
  return [{ name, bucket: Number(bucket), identity, figure, value: Number(N) }];
};

/** The loads in a pool's item. */
export const bucketsIn = (item: Readonly<Record<string, AttributeValue>>): LoadBuckets =>
  toBuckets(Object.entries(item).flatMap(fromAttribute));

const toBuckets = (read: readonly Read[]): LoadBuckets => {
  const buckets: Record<number, Record<string, Load>> = {};
  for (const { bucket, identity, figure, value } of read) {
    buckets[bucket] ??= {};
    const load = buckets[bucket][identity] ?? { calls: 0, busyMs: 0 };
    buckets[bucket][identity] = { ...load, [figure]: value };
  }
  return buckets;
};
