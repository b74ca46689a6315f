import { randomBytes } from 'node:crypto';
import { CustomersUnavailableError } from '../../customers/errors.ts';
import { customerKeyId, type KeyRing } from '../key-ring.ts';
import { seal } from './compact-jwe.ts';
import { DynamoDbKeyReader, wrappingKey } from './dynamodb-key-reader.ts';
import { GatheredCalls } from './gathered-calls.ts';
import { insertKeys } from './insert-keys.ts';
import type { KeysAccess } from './kms-branch-keys.ts';
import { makeBranchKey } from './make-branch-key.ts';

const KEY_BYTES = 32;

/** Keys in DynamoDB, made at their first use: those asked for at once in one call. */
export class DynamoDbKeyRing extends DynamoDbKeyReader implements KeyRing {
  readonly #access: KeysAccess;
  readonly #made = new GatheredCalls((ids) => this.#make(ids));

  constructor(access: KeysAccess) {
    super(access, makeBranchKey);
    this.#access = access;
  }

  async customerKey(customerId: string): Promise<Uint8Array> {
    const key = (await this.findCustomerKey(customerId)) ?? (await this.#made.ask(customerId));
    if (key === undefined) throw new CustomersUnavailableError('keys: a new one was not found again');
    return key;
  }

  async #make(customerIds: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>> {
    const branch = await this.branchKeys.get();
    const keys = customerIds.map((customerId) => ({
      id: customerKeyId(customerId),
      wrapped: seal(wrappingKey(branch, customerId), randomBytes(KEY_BYTES)),
      createdAt: this.#access.now(),
    }));
    await insertKeys(keys, this.#access);
    return this.readKeys(customerIds); // another process may have been first: what is stored counts
  }
}
