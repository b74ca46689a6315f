import { DecryptCommand, GenerateDataKeyCommand, type KMSClient } from '@aws-sdk/client-kms';
import * as z from 'zod';
import { CustomersUnavailableError } from '../../customers/errors.ts';
import { BranchKey } from './branch-key.ts';
import { insertKeys } from './insert-keys.ts';
import { type Item, readItems, type TableAccess, unlessUnavailable } from './read-items.ts';

/** The item of the branch key in use; another number is another secret. */
export const BRANCH_KEY = 'branch#1';

/** How long a process keeps it, so that a KMS key that was disabled stops working everywhere within the hour. */
const AGE_MS = 3_600_000;

export type KeysAccess = TableAccess & {
  readonly kms: Pick<KMSClient, 'send'>;
  /** Id or ARN of the KMS key that protects branch keys. */
  readonly kmsKeyId: string;
  /** The table of keys. */
  readonly tableName: string;
  readonly stage: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
};

const itemSchema = z.object({ wrapped: z.object({ B: z.instanceof(Uint8Array) }) });

/** The branch key, from KMS: one call for a process and hour, however many customers there are. */
export class KmsBranchKeys {
  readonly #access: KeysAccess;
  #held: { readonly key: Promise<BranchKey>; readonly until: number } | undefined;

  constructor(access: KeysAccess) {
    this.#access = access;
  }

  /** Whether `get` answers without a call. */
  get isHeld(): boolean {
    return this.#held !== undefined && this.#access.now() < this.#held.until;
  }

  /** The branch key, made at the stage's first use; `item` is its row where the caller has read it already. */
  get(item?: Item): Promise<BranchKey> {
    if (this.#held !== undefined && this.isHeld) return this.#held.key;
    const key = this.#load(item);
    const held = { key, until: this.#access.now() + AGE_MS };
    this.#held = held;
    // A failure is not kept: whoever comes next tries again.
    key.catch(() => {
      if (this.#held === held) this.#held = undefined;
    });
    return key;
  }

  async #load(known: Item | undefined): Promise<BranchKey> {
    const stored = known ?? (await this.#read());
    return stored === undefined ? this.#create() : this.#unwrap(stored);
  }

  /** Two processes may make one at the same time: the stored one counts for both. */
  async #create(): Promise<BranchKey> {
    const { kms, kmsKeyId, now } = this.#access;
    const { CiphertextBlob, Plaintext } = await unlessUnavailable(
      kms.send(
        new GenerateDataKeyCommand({
          KeyId: kmsKeyId,
          KeySpec: 'AES_256',
          EncryptionContext: this.#context(),
        }),
      ),
    );
    if (CiphertextBlob === undefined || Plaintext === undefined) throw incomplete();
    await insertKeys([{ id: BRANCH_KEY, wrapped: CiphertextBlob, createdAt: now() }], this.#access);
    const stored = await this.#read();
    if (stored === undefined) throw incomplete();
    return Buffer.compare(wrappedIn(stored), CiphertextBlob) === 0
      ? new BranchKey(Plaintext)
      : this.#unwrap(stored);
  }

  async #unwrap(stored: Item): Promise<BranchKey> {
    const { kms, kmsKeyId } = this.#access;
    const { Plaintext } = await unlessUnavailable(
      kms.send(
        new DecryptCommand({
          KeyId: kmsKeyId,
          CiphertextBlob: wrappedIn(stored),
          EncryptionContext: this.#context(),
        }),
      ),
    );
    if (Plaintext === undefined) throw incomplete();
    return new BranchKey(Plaintext);
  }

  async #read(): Promise<Item | undefined> {
    const { tableName } = this.#access;
    const items = await readItems({ [tableName]: [{ id: { S: BRANCH_KEY } }] }, this.#access);
    return items.get(tableName)?.[0];
  }

  /** KMS shows it in its log, and decrypts only for the same. */
  #context(): Record<string, string> {
    return { 'switchboard:stage': this.#access.stage, 'switchboard:purpose': BRANCH_KEY };
  }
}

const wrappedIn = (item: Item): Uint8Array => itemSchema.parse(item).wrapped.B;

const incomplete = () => new CustomersUnavailableError('keys: the branch key could not be made or opened');
