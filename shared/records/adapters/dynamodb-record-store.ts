import {
  type AttributeValue,
  ExecuteTransactionCommand,
  type ParameterizedStatement,
} from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { customerKey, toItem } from '../../customers/adapters/customer-item.ts';
import { DynamoDbCustomerReader } from '../../customers/adapters/dynamodb-customer-reader.ts';
import { CustomersUnavailableError } from '../../customers/errors.ts';
import { insertParameters, insertStatement } from '../../journal/adapters/fact-item.ts';
import { backoffMs } from '../../resilience/backoff.ts';
import type { PersonalTable } from '../../security/adapters/read-with-keys.ts';
import type { PersonalCipher } from '../../security/personal-cipher.ts';
import type { Commit, CommitOutcome, RecordRow, RecordStore, StoredProfile } from '../record-store.ts';

const MOST_TRIES = 5;
const RETRY_BOUNDS = { baseMs: 40, capMs: 1000 };

export type DynamoDbRecordStoreOptions = PersonalTable & {
  readonly cipher: PersonalCipher;
  readonly journalTable: string;
  /** Days until a fact's item may expire. */
  readonly retentionDays: number;
};

/** A statement, and what it means when it is the one that could not be. */
type Part = ParameterizedStatement & { readonly refusal: Exclude<CommitOutcome, 'committed'> };

/**
 * Records in DynamoDB, over the tables of journal and customers: one `ExecuteTransaction` commits claim, facts, row and
 * profile. Facts and rows are INSERTs, which never overwrite; the profile is an UPDATE of the version that was read.
 */
export class DynamoDbRecordStore extends DynamoDbCustomerReader implements RecordStore {
  readonly #options: DynamoDbRecordStoreOptions;

  constructor(options: DynamoDbRecordStoreOptions) {
    super(options);
    this.#options = options;
  }

  async find(customerId: string): Promise<StoredProfile | undefined> {
    const [found] = await this.read([customerId]);
    return found && { customer: found.customer, unreadable: found.unreadable };
  }

  async commit(commit: Commit): Promise<CommitOutcome> {
    const parts = await this.#format(commit);
    const command = new ExecuteTransactionCommand({
      TransactStatements: parts.map(({ refusal: _, ...statement }) => statement),
    });
    const { client, sleep, random } = this.#options;
    let cause: unknown;
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      if (tries > 0) await sleep(backoffMs(tries, RETRY_BOUNDS, random));
      try {
        await client.send(command);
        return 'committed';
      } catch (error) {
        const refusal = refusalOf(error, parts);
        if (refusal !== undefined) return refusal;
        cause = error;
      }
    }
    throw new CustomersUnavailableError('records: one could not be committed', { cause });
  }

  /** The claim comes first: where several statements could not be, it has the word. */
  async #format({ claim, facts, row, profile }: Commit): Promise<readonly Part[]> {
    const { journalTable, retentionDays } = this.#options;
    return [
      ...[claim, ...facts].map((each) => ({
        Statement: insertStatement(journalTable, each),
        Parameters: insertParameters(each, retentionDays),
        refusal: 'claimed-before' as const,
      })),
      ...(row === undefined ? [] : [await this.#rowInsert(row)]),
      ...(profile === undefined ? [] : [await this.#profileUpdate(profile)]),
    ];
  }

  async #rowInsert({ customerId, part, open, personal }: RecordRow): Promise<Part> {
    const { tableName, cipher } = this.#options;
    const { id } = customerKey(customerId);
    return {
      Statement: `INSERT INTO "${tableName}" VALUE {'id': ?, 'part': ?, 'body': ?, 'personal': ?}`,
      Parameters: [
        id,
        { S: part },
        { S: JSON.stringify(open) },
        { S: await cipher.encrypt(customerId, personal) },
      ],
      refusal: 'row-taken',
    };
  }

  /** Leaves the addresses and their index alone: no record changes them. */
  async #profileUpdate(profile: StoredProfile): Promise<Part> {
    const { tableName, cipher } = this.#options;
    const { customer } = profile;
    const item = await toItem({ ...profile, addressRows: [] }, cipher);
    const { id, part } = customerKey(customer.customerId);
    const values = ['version', 'body', 'personal'].map((name) => item[name] as AttributeValue);
    return {
      Statement: `UPDATE "${tableName}" SET "version" = ? SET "body" = ? SET "personal" = ? WHERE "id" = ? AND "part" = ? AND "version" = ?`,
      Parameters: [...values, id, part, { N: String(customer.version - 1) }],
      refusal: 'changed',
    };
  }
}

const canceledSchema = z.object({
  name: z.literal('TransactionCanceledException'),
  CancellationReasons: z.array(z.object({ Code: z.string().optional(), Message: z.string().optional() })),
});

type Reason = z.infer<typeof canceledSchema>['CancellationReasons'][number];

/** What a cancelled transaction says of its statements; `undefined` where it says nothing yet. */
const refusalOf = (error: unknown, parts: readonly Part[]): Part['refusal'] | undefined => {
  const reasons = canceledSchema.safeParse(error).data?.CancellationReasons ?? [];
  return parts[reasons.findIndex(isRefusal)]?.refusal;
};

/** AWS says `DuplicateItem` of an INSERT whose key is taken; DynamoDB Local has only words for it. */
const isRefusal = ({ Code, Message = '' }: Reason): boolean =>
  Code === 'DuplicateItem' ||
  Code === 'ConditionalCheckFailed' ||
  (Code === 'ValidationError' && Message.startsWith('Duplicate primary key'));
