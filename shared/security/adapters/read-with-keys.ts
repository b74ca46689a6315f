import type { DynamoDbKeyReader } from './dynamodb-key-reader.ts';
import { type Item, MOST_KEYS, readItems, type TableAccess } from './read-items.ts';

/** A table whose items are encrypted under customers' keys. */
export type PersonalTable = TableAccess & { readonly tableName: string; readonly keys: DynamoDbKeyReader };

/** The primary key of an item, and the customer whose key opens it. */
export type PersonalRow = { readonly customerId: string; readonly key: Item };

/**
 * Reads at most 50 items, strongly consistent, in one call together with those keys that are not at hand. Throws
 * `CustomersUnavailableError`.
 */
export const readWithKeys = async (
  rows: readonly PersonalRow[],
  { keys, tableName, ...access }: PersonalTable,
): Promise<readonly Item[]> => {
  const customerIds = rows.map(({ customerId }) => customerId);
  // The branch key comes last: where it is one too many, it is read by itself.
  const missing = keys.missing(customerIds).slice(0, MOST_KEYS - rows.length);
  const found = await readItems(
    { [tableName]: rows.map(({ key }) => key), [keys.tableName]: missing },
    access,
  );
  await keys.admit(customerIds, found.get(keys.tableName) ?? []);
  return found.get(tableName) ?? [];
};
