import { BatchExecuteStatementCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { pagesOf } from '../../messages/pages-of.ts';
import { readItems, type TableAccess } from '../../security/adapters/read-items.ts';
import {
  CAP_PREFIX,
  type CapChange,
  type CapKey,
  type CapLedger,
  type CapRecord,
  CapsUnavailableError,
} from '../cap-ledger.ts';

/** Items that DynamoDB reads, and statements that it executes, in one call at most. */
const MOST_READ = 100;
const MOST_WRITTEN = 25;

export type DynamoDbCapLedgerOptions = TableAccess & {
  /** The table of state. */
  readonly tableName: string;
};

/** How often customers were contacted, in the table of state: an item for each customer and purpose. */
export class DynamoDbCapLedger implements CapLedger {
  readonly #options: DynamoDbCapLedgerOptions;

  constructor(options: DynamoDbCapLedgerOptions) {
    this.#options = options;
  }

  async read(keys: readonly CapKey[]): Promise<readonly CapRecord[]> {
    const { tableName, ...access } = this.#options;
    const found = new Map<string, CapRecord>();
    for (const page of pagesOf(keys, MOST_READ)) {
      const items = await orUnavailable(() => readItems({ [tableName]: page.map(keyOf) }, access));
      for (const item of items.get(tableName) ?? []) {
        const { id, part, version, uses } = itemSchema.parse(item);
        found.set(`${id.S}\n${part.S}`, { version: version.N, uses: usesSchema.parse(JSON.parse(uses.S)) });
      }
    }
    return keys.map((key) => {
      const { id, part } = keyOf(key);
      return found.get(`${id.S}\n${part.S}`) ?? { version: 0, uses: [] };
    });
  }

  async write(changes: readonly CapChange[]): Promise<readonly ('stored' | 'conflict')[]> {
    const { client, tableName } = this.#options;
    const pages = await Promise.all(
      pagesOf(changes, MOST_WRITTEN).map((page) => {
        const Statements = page.map((change) => statementOf(change, tableName));
        return orUnavailable(() => client.send(new BatchExecuteStatementCommand({ Statements })));
      }),
    );
    const answers = pages.flatMap(({ Responses = [] }) => Responses);
    return changes.map((_, index) => {
      const { Error: failure } = answers[index] ?? { Error: { Code: 'NoAnswer' } };
      if (failure === undefined) return 'stored';
      if (CONFLICTS.has(failure.Code ?? '')) return 'conflict';
      throw new CapsUnavailableError(`caps: a statement failed with ${failure.Code}`);
    });
  }
}

const CONFLICTS: ReadonlySet<string> = new Set([
  'ConditionalCheckFailed',
  'DuplicateItem',
  'TransactionConflict',
]);

const itemSchema = z.object({
  id: z.object({ S: z.string() }),
  part: z.object({ S: z.string() }),
  version: z.object({ N: z.coerce.number() }),
  uses: z.object({ S: z.string() }),
});

const usesSchema = z.array(z.object({ owner: z.string(), at: z.number() }));

const keyOf = ({ customerId, purpose }: CapKey) => ({
  id: { S: `${CAP_PREFIX}${customerId}` },
  part: { S: purpose },
});

const statementOf = ({ key, record, expiresAt }: CapChange, tableName: string) => {
  const { id, part } = keyOf(key);
  const values = [
    { N: String(record.version) },
    { S: JSON.stringify(record.uses) },
    { N: String(Math.ceil(expiresAt / 1000)) },
    id,
    part,
  ];
  return record.version === 1
    ? {
        Statement: `INSERT INTO "${tableName}" VALUE {'version':?,'uses':?,'expiresAt':?,'id':?,'part':?}`,
        Parameters: values,
      }
    : {
        Statement: `UPDATE "${tableName}" SET "version"=? SET "uses"=? SET "expiresAt"=? WHERE "id"=? AND "part"=? AND "version"=?`,
        Parameters: [...values, { N: String(record.version - 1) }],
      };
};

const orUnavailable = async <Answer>(call: () => Promise<Answer>): Promise<Answer> => {
  try {
    return await call();
  } catch (cause) {
    throw new CapsUnavailableError('caps: the table of state does not answer', { cause });
  }
};
