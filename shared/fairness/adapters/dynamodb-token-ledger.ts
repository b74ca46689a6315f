import { type AttributeValue, type DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { POOL_PREFIX } from '../../balancing/load-exchange.ts';
import { type BucketTimes, FORGET_AFTER_MS, type TokenLedger, type Want } from '../token-ledger.ts';

export type DynamoDbTokenLedgerOptions = {
  readonly client: Pick<DynamoDBClient, 'send'>;
  /** The table of state. */
  readonly tableName: string;
  /** Such as `email`. */
  readonly agentType: string;
};

const FORGOTTEN_AT_ONCE = 10;

/** The buckets of a pool in one item of the table of state, an attribute each; nobody reads it but by writing it. */
export class DynamoDbTokenLedger implements TokenLedger {
  readonly #options: DynamoDbTokenLedgerOptions;

  constructor(options: DynamoDbTokenLedgerOptions) {
    this.#options = options;
  }

  async take(wants: readonly Want[], known: BucketTimes, now: number) {
    const { client, tableName, agentType } = this.#options;
    const update = new UpdateItemCommand({
      TableName: tableName,
      Key: { id: { S: `${POOL_PREFIX}${agentType}` }, part: { S: 'tokens' } },
      ...expressionsOf(wants, known, now),
      ReturnValues: 'ALL_NEW',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    try {
      return { taken: true, times: timesIn((await client.send(update)).Attributes) };
    } catch (error) {
      if (!(error instanceof Error && error.name === 'ConditionalCheckFailedException')) throw error;
      const item = 'Item' in error ? (error.Item as Record<string, AttributeValue> | undefined) : undefined;
      return { taken: false, times: timesIn(item) };
    }
  }
}

/**
 * A bucket that runs ahead of now moves on from where it is, whoever else took of it meanwhile; one at rest begins at now. Which
 * of the two it is must be known beforehand: an expression knows no maximum.
 */
const expressionsOf = (wants: readonly Want[], known: BucketTimes, now: number) => {
  const wanted = new Set(wants.map(({ bucket }) => bucket));
  const old = Object.entries(known)
    .filter(([bucket, time]) => time < now - FORGET_AFTER_MS && !wanted.has(bucket))
    .slice(0, FORGOTTEN_AT_ONCE);
  const sets: string[] = [];
  const conditions: string[] = [];
  const names: Record<string, string> = {};
  const values: Record<string, AttributeValue> = { ':now': { N: String(now) } };
  for (const [at, { bucket, ms, latestAt }] of wants.entries()) {
    names[`#b${at}`] = bucket;
    const isAhead = (known[bucket] ?? 0) >= now;
    values[`:b${at}`] = { N: String(isAhead ? ms : now + ms) };
    sets.push(isAhead ? `#b${at} = #b${at} + :b${at}` : `#b${at} = :b${at}`);
    if (isAhead) values[`:l${at}`] = { N: String(latestAt - ms) };
    conditions.push(
      isAhead ? `#b${at} BETWEEN :now AND :l${at}` : `(attribute_not_exists(#b${at}) OR #b${at} < :now)`,
    );
  }
  for (const [at, [bucket, time]] of old.entries()) {
    names[`#o${at}`] = bucket;
    values[`:o${at}`] = { N: String(time) };
    conditions.push(`#o${at} = :o${at}`);
  }
  const removes = old.map((_, at) => `#o${at}`).join(', ');
  return {
    UpdateExpression: `SET ${sets.join(', ')}${removes && ` REMOVE ${removes}`}`,
    ConditionExpression: conditions.join(' AND '),
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: values,
  };
};

const timesIn = (item: Readonly<Record<string, AttributeValue>> = {}): BucketTimes =>
  Object.fromEntries(
    Object.entries(item).flatMap(([name, { N }]) => (N === undefined ? [] : [[name, Number(N)]])),
  );
