import {
  type AttributeValue,
  BatchExecuteStatementCommand,
  type BatchStatementResponse,
} from '@aws-sdk/client-dynamodb';
import { CustomersUnavailableError } from '../../customers/errors.ts';
import { pagesOf } from '../../messages/pages-of.ts';
import { backoffMs } from '../../resilience/backoff.ts';
import { type TableAccess, unlessUnavailable } from './read-items.ts';

/** Statements in one `BatchExecuteStatement` at most (DynamoDB's limit). */
const MOST_STATEMENTS = 25;
const MOST_TRIES = 5;
const RETRY_BOUNDS = { baseMs: 50, capMs: 1000 };

/** A key as its table keeps it: under another key. */
export type StoredKey = {
  readonly id: string;
  /** A customer's key: a compact JWE under the branch key. A branch key: what KMS made of it. */
  readonly wrapped: string | Uint8Array;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
};

/**
 * Inserts keys that are not there yet; one that is there stays, since a put over it would lose whatever it encrypts. Whose it
 * is in the end only reading tells. Throws `CustomersUnavailableError`.
 */
export const insertKeys = async (
  keys: readonly StoredKey[],
  access: TableAccess & { readonly tableName: string },
): Promise<void> => {
  let pending = keys;
  for (let tries = 0; pending.length > 0; tries += 1) {
    if (tries === MOST_TRIES) throw new CustomersUnavailableError('keys: some could not be stored');
    if (tries > 0) await access.sleep(backoffMs(tries, RETRY_BOUNDS, access.random));
    const pages = pagesOf(pending, MOST_STATEMENTS);
    pending = (await Promise.all(pages.map((page) => insertPage(page, access)))).flat();
  }
};

/** Inserts once and gives back what may still succeed. */
const insertPage = async (
  keys: readonly StoredKey[],
  { client, tableName }: TableAccess & { readonly tableName: string },
): Promise<readonly StoredKey[]> => {
  const Statements = keys.map((key) => ({
    Statement: `INSERT INTO "${tableName}" VALUE {'id': ?, 'wrapped': ?, 'createdAt': ?}`,
    Parameters: parametersOf(key),
  }));
  const { Responses = [] } = await unlessUnavailable(
    client.send(new BatchExecuteStatementCommand({ Statements })),
  );
  return keys.filter((_, index) => !isStored(Responses[index]));
};

const isStored = (response: BatchStatementResponse | undefined): boolean =>
  response !== undefined && (response.Error === undefined || response.Error.Code === 'DuplicateItem');

const parametersOf = ({ id, wrapped, createdAt }: StoredKey): AttributeValue[] => [
  { S: id },
  typeof wrapped === 'string' ? { S: wrapped } : { B: wrapped },
  { N: String(createdAt) },
];
