import * as z from 'zod';
import { CustomersUnavailableError } from '../../customers/errors.ts';
import { pagesOf } from '../../messages/pages-of.ts';
import { KeyCache } from '../key-cache.ts';
import { customerKeyId, type KeyReader } from '../key-ring.ts';
import type { BranchKey } from './branch-key.ts';
import { type SealingKey, unseal } from './compact-jwe.ts';
import { GatheredCalls } from './gathered-calls.ts';
import { BRANCH_KEY, type KeysAccess, KmsBranchKeys, type MakeBranchKey } from './kms-branch-keys.ts';
import { type Item, MOST_KEYS, readItems } from './read-items.ts';

/** Customers whose keys a process holds, and for how long: erasing a customer deletes the row, and this is how long it lingers. */
const MOST_CUSTOMERS = 5000;
const AGE_MS = 300_000;

const WRAPPING = 'wrap-customer-keys';

const itemSchema = z.object({ wrapped: z.object({ S: z.string() }) });

/**
 * Keys in DynamoDB: a key per customer, wrapped under the branch key, which KMS protects. What is asked for at once is read
 * in one call.
 */
export class DynamoDbKeyReader implements KeyReader {
  readonly #access: KeysAccess;
  protected readonly branchKeys: KmsBranchKeys;
  readonly #cache: KeyCache<Uint8Array>;
  readonly #found = new GatheredCalls((ids) => this.readKeys(ids));

  /** `makeBranchKey` is for those who may be the first in a stage. */
  constructor(access: KeysAccess, makeBranchKey?: MakeBranchKey) {
    this.#access = access;
    this.branchKeys = new KmsBranchKeys(access, makeBranchKey);
    this.#cache = new KeyCache({ most: MOST_CUSTOMERS, ageMs: AGE_MS, now: access.now });
  }

  /** The table of keys. */
  get tableName(): string {
    return this.#access.tableName;
  }

  async findCustomerKey(customerId: string): Promise<Uint8Array | undefined> {
    return this.#cache.get(customerId) ?? (await this.#found.ask(customerId));
  }

  async purposeKey(purpose: string): Promise<Uint8Array> {
    return (await this.branchKeys.get()).keyFor(purpose);
  }

  /** The primary keys of the items that `admit` wants, so that a store reads them in the same call as its own rows. */
  missing(customerIds: readonly string[]): readonly Item[] {
    const absent = customerIds.filter((id) => this.#cache.get(id) === undefined).map(customerKeyId);
    const ids = absent.length === 0 || this.branchKeys.isHeld ? absent : [...absent, BRANCH_KEY];
    return ids.map((id) => ({ id: { S: id } }));
  }

  /** Takes in items of the table of keys that were read for these customers. */
  async admit(customerIds: readonly string[], items: readonly Item[]): Promise<void> {
    await this.#unwrapAll(customerIds, items);
  }

  protected async readKeys(customerIds: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>> {
    const held = customerIds.flatMap((id) => pairOf(id, this.#cache.get(id)));
    const pages = pagesOf(this.missing(customerIds), MOST_KEYS);
    const answers = await Promise.all(
      pages.map((keys) => readItems({ [this.tableName]: keys }, this.#access)),
    );
    const items = answers.flatMap((found) => found.get(this.tableName) ?? []);
    return new Map([...held, ...(await this.#unwrapAll(customerIds, items))]);
  }

  async #unwrapAll(customerIds: readonly string[], items: readonly Item[]) {
    const byId = new Map(items.map((item) => [item['id']?.S, item]));
    const wanted = customerIds.flatMap((customerId) => {
      const item = byId.get(customerKeyId(customerId));
      return item === undefined ? [] : [{ customerId, wrapped: itemSchema.parse(item).wrapped.S }];
    });
    if (wanted.length === 0) return [];
    const branch = await this.branchKeys.get(byId.get(BRANCH_KEY));
    return wanted.map(({ customerId, wrapped }) => {
      const key = unseal(wrappingKey(branch, customerId), wrapped);
      if (key === undefined) throw new CustomersUnavailableError('keys: one is not under the branch key');
      this.#cache.set(customerId, key);
      return [customerId, key] as const;
    });
  }
}

const pairOf = (id: string, key: Uint8Array | undefined): readonly (readonly [string, Uint8Array])[] =>
  key === undefined ? [] : [[id, key]];

/** What a customer's key is wrapped with. */
export const wrappingKey = (branch: BranchKey, customerId: string): SealingKey => ({
  key: branch.keyFor(WRAPPING),
  keyId: BRANCH_KEY,
  customerId,
});
