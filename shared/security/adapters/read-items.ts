import { type AttributeValue, BatchGetItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CustomersUnavailableError } from '../../customers/errors.ts';
import { backoffMs } from '../../resilience/backoff.ts';

/** Keys in one `BatchGetItem` at most (DynamoDB's limit). */
export const MOST_KEYS = 100;
const MOST_TRIES = 5;
const RETRY_BOUNDS = { baseMs: 50, capMs: 1000 };

export type Item = Readonly<Record<string, AttributeValue>>;

/** How a table of customers, keys or state is reached. */
export type TableAccess = {
  readonly client: Pick<DynamoDBClient, 'send'>;
  /** A random number of [0, 1), for the jitter of retries. */
  readonly random: () => number;
  readonly sleep: (ms: number) => Promise<void>;
};

/**
 * Reads up to 100 items of one or more tables in one call, strongly consistent, and again what DynamoDB did not get to.
 * Throws `CustomersUnavailableError`.
 */
export const readItems = async (
  keysOfTable: Readonly<Record<string, readonly Item[]>>,
  { client, random, sleep }: TableAccess,
): Promise<ReadonlyMap<string, readonly Item[]>> => {
  const found = new Map<string, Item[]>();
  let pending = Object.entries(keysOfTable).filter(([, keys]) => keys.length > 0);
  for (let tries = 0; pending.length > 0; tries += 1) {
    if (tries === MOST_TRIES) throw new CustomersUnavailableError('customers: some items could not be read');
    if (tries > 0) await sleep(backoffMs(tries, RETRY_BOUNDS, random));
    const { Responses = {}, UnprocessedKeys = {} } = await unlessUnavailable(
      client.send(new BatchGetItemCommand({ RequestItems: requestOf(pending) })),
    );
    for (const [table, items] of Object.entries(Responses)) {
      found.set(table, [...(found.get(table) ?? []), ...items]);
    }
    pending = Object.entries(UnprocessedKeys).map(([table, { Keys = [] }]) => [table, Keys]);
  }
  return found;
};

/** What a call to AWS answers; its failure as the error that callers of these stores know. */
export const unlessUnavailable = async <Answer>(call: Promise<Answer>): Promise<Answer> => {
  try {
    return await call;
  } catch (cause) {
    throw new CustomersUnavailableError('customers: AWS does not answer', { cause });
  }
};

const requestOf = (keysOfTable: readonly (readonly [string, readonly Item[]])[]) =>
  Object.fromEntries(
    keysOfTable.map(
      ([table, keys]) => [table, { Keys: keys.map((key) => ({ ...key })), ConsistentRead: true }] as const,
    ),
  );
