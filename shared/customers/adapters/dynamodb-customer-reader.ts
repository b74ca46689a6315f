import { pagesOf } from '../../messages/pages-of.ts';
import { type PersonalTable, readWithKeys } from '../../security/adapters/read-with-keys.ts';
import type { PersonalCipher } from '../../security/personal-cipher.ts';
import type { Customer } from '../customer.ts';
import type { CustomerStore } from '../customer-store.ts';
import { customerKey, fromItem, type StoredCustomer } from './customer-item.ts';

/** Customers read in one call: with their keys they make 100 items, DynamoDB's limit. */
const MOST_CUSTOMERS = 50;

export type DynamoDbCustomerReaderOptions = PersonalTable & {
  readonly cipher: Pick<PersonalCipher, 'decrypt'>;
};

/** Reads customers from DynamoDB, in one call together with those keys that are not at hand. */
export class DynamoDbCustomerReader implements Pick<CustomerStore, 'get'> {
  readonly #options: DynamoDbCustomerReaderOptions;

  constructor(options: DynamoDbCustomerReaderOptions) {
    this.#options = options;
  }

  async get(customerIds: readonly string[]): Promise<ReadonlyMap<string, Customer>> {
    const pages = pagesOf([...new Set(customerIds)], MOST_CUSTOMERS);
    const found = await Promise.all(pages.map((page) => this.read(page)));
    return new Map(found.flat().map(({ customer }) => [customer.customerId, customer]));
  }

  /** At most 50 customers as they are stored. */
  protected async read(customerIds: readonly string[]): Promise<readonly StoredCustomer[]> {
    const rows = customerIds.map((customerId) => ({ customerId, key: customerKey(customerId) }));
    const items = await readWithKeys(rows, this.#options);
    return Promise.all(items.map((item) => fromItem(item, this.#options.cipher)));
  }
}
