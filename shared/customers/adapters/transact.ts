import { type TransactWriteItem, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { backoffMs } from '../../resilience/backoff.ts';
import type { TableAccess } from '../../security/adapters/read-items.ts';
import { CustomersUnavailableError } from '../errors.ts';

const MOST_TRIES = 5;
const RETRY_BOUNDS = { baseMs: 40, capMs: 1000 };

/**
 * Writes all or nothing; `conflict` where a condition does not hold. Another transaction on the same items says nothing about
 * them yet, so it is tried again. Throws `CustomersUnavailableError`.
 */
export const transact = async (
  writes: TransactWriteItem[],
  { client, sleep, random }: TableAccess,
): Promise<'stored' | 'conflict'> => {
  let cause: unknown;
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    if (tries > 0) await sleep(backoffMs(tries, RETRY_BOUNDS, random));
    try {
      await client.send(new TransactWriteItemsCommand({ TransactItems: writes }));
      return 'stored';
    } catch (error) {
      if (reasonsOf(error).includes('ConditionalCheckFailed')) return 'conflict';
      cause = error;
    }
  }
  throw new CustomersUnavailableError('customers: one could not be written', { cause });
};

const canceledSchema = z.object({
  name: z.literal('TransactionCanceledException'),
  CancellationReasons: z.array(z.object({ Code: z.string().optional() })),
});

const reasonsOf = (error: unknown): readonly (string | undefined)[] =>
  canceledSchema.safeParse(error).data?.CancellationReasons.map(({ Code }) => Code) ?? [];
