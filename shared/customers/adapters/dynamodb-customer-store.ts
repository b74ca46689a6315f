import { QueryCommand, ScanCommand, type TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { backoffMs } from '../../resilience/backoff.ts';
import { type Item, unlessUnavailable } from '../../security/adapters/read-items.ts';
import type { PersonalTable } from '../../security/adapters/read-with-keys.ts';
import type { PersonalCipher } from '../../security/personal-cipher.ts';
import type { Customer, Suppression } from '../customer.ts';
import type { CustomerStore, PutOutcome, SuppressOutcome } from '../customer-store.ts';
import { CustomersUnavailableError } from '../errors.ts';
import { addressRowId, addressRowsOf } from './address-index.ts';
import { customerIdOf, customerKey, PROFILE, type StoredCustomer, toItem } from './customer-item.ts';
import { DynamoDbCustomerReader } from './dynamodb-customer-reader.ts';
import { transact } from './transact.ts';

const MOST_TRIES = 8;
const RETRY_BOUNDS = { baseMs: 20, capMs: 1000 };

export type DynamoDbCustomerStoreOptions = PersonalTable & { readonly cipher: PersonalCipher };

/** Customers in DynamoDB: an item each, its personal fields as one JWE, and a row in the address index for each address. */
export class DynamoDbCustomerStore extends DynamoDbCustomerReader implements CustomerStore {
  readonly #options: DynamoDbCustomerStoreOptions;

  constructor(options: DynamoDbCustomerStoreOptions) {
    super(options);
    this.#options = options;
  }

  async put(customer: Customer): Promise<PutOutcome> {
    const [before] = customer.version === 1 ? [] : await this.read([customer.customerId]);
    if ((before?.customer.version ?? 0) !== customer.version - 1) return 'conflict';
    const addressRows = await addressRowsOf(customer, this.#options.keys);
    return this.#write({ customer, addressRows }, before?.addressRows ?? []);
  }

  async suppress(customerId: string, suppression: Suppression): Promise<SuppressOutcome> {
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      if (tries > 0) await this.#options.sleep(backoffMs(tries, RETRY_BOUNDS, this.#options.random));
      const [before] = await this.read([customerId]);
      if (before === undefined) return { what: 'no-customer' };
      const { version, suppressions } = before.customer;
      const known = suppressions.find((ban) => isSame(ban, suppression));
      if (known !== undefined) return { what: 'known', ban: known };
      const customer = {
        ...before.customer,
        version: version + 1,
        suppressions: [...suppressions, suppression],
      };
      const outcome = await this.#write({ ...before, customer }, before.addressRows);
      if (outcome === 'stored') return { what: 'recorded', ban: suppression };
    }
    throw new CustomersUnavailableError('customers: one was changed by others at every try');
  }

  async findByAddress(channel: string, address: string): Promise<string | undefined> {
    const { client, tableName, keys } = this.#options;
    const id = await addressRowId(channel, address, keys);
    const { Items } = await unlessUnavailable(
      client.send(
        new QueryCommand({
          TableName: tableName,
          KeyConditionExpression: '#id = :id',
          ExpressionAttributeNames: { '#id': 'id' },
          ExpressionAttributeValues: { ':id': { S: id } },
          ConsistentRead: true,
          Limit: 1,
        }),
      ),
    );
    return Items?.[0]?.['part']?.S;
  }

  async list(limit: number, start?: string) {
    const found: string[] = [];
    let from: Item | undefined = start === undefined ? undefined : customerKey(start);
    do {
      const page = await this.#scan(from);
      found.push(...page.customerIds);
      from = page.next;
    } while (from !== undefined && found.length < limit);
    const customerIds = found.slice(0, limit);
    const last = customerIds.at(-1);
    const isMore = from !== undefined || found.length > limit;
    return isMore && last !== undefined ? { customerIds, next: last } : { customerIds };
  }

  /** Reads the rows of the index too: listing is an operator's work, and a sparse index would cost each write more. */
  async #scan(from: Item | undefined): Promise<{ customerIds: readonly string[]; next: Item | undefined }> {
    const { client, tableName } = this.#options;
    const { Items = [], LastEvaluatedKey } = await unlessUnavailable(
      client.send(
        new ScanCommand({
          TableName: tableName,
          ProjectionExpression: '#id',
          FilterExpression: '#part = :profile',
          ExpressionAttributeNames: { '#id': 'id', '#part': 'part' },
          ExpressionAttributeValues: { ':profile': { S: PROFILE } },
          ...(from === undefined ? {} : { ExclusiveStartKey: from }),
        }),
      ),
    );
    return { customerIds: Items.map(customerIdOf), next: LastEvaluatedKey };
  }

  /** Writes a customer and its rows in the index, all or nothing, unless somebody else changed it. */
  async #write(stored: StoredCustomer, rowsBefore: readonly string[]): Promise<PutOutcome> {
    const { tableName: TableName, cipher } = this.#options;
    const { customerId, version } = stored.customer;
    const item = await toItem(stored, cipher);
    const rowKey = (id: string) => ({ id: { S: id }, part: { S: customerId } });
    const added = stored.addressRows.filter((id) => !rowsBefore.includes(id));
    const removed = rowsBefore.filter((id) => !stored.addressRows.includes(id));
    const writes: TransactWriteItem[] = [
      { Put: { TableName, Item: item, ...(version === 1 ? ABSENT : unchangedSince(version - 1)) } },
      ...added.map((id) => ({ Put: { TableName, Item: rowKey(id) } })),
      ...removed.map((id) => ({ Delete: { TableName, Key: rowKey(id) } })),
    ];
    return transact(writes, this.#options);
  }
}

const ABSENT = { ConditionExpression: 'attribute_not_exists(id)' };

const unchangedSince = (version: number) => ({
  ConditionExpression: '#version = :version',
  ExpressionAttributeNames: { '#version': 'version' },
  ExpressionAttributeValues: { ':version': { N: String(version) } },
});

const isSame = (a: Suppression, b: Suppression): boolean => a.channel === b.channel && a.reason === b.reason;
