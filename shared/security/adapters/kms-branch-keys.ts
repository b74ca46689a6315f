import { DecryptCommand, type KMSClient } from '@aws-sdk/client-kms';
import * as z from 'zod';
import { CustomersUnavailableError } from '../../customers/errors.ts';
import { BranchKey } from './branch-key.ts';
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

/** A branch key that was just made: its secret, and what KMS made of it. */
export type MadeBranchKey = { readonly secret: Uint8Array; readonly wrapped: Uint8Array };

/** Makes a branch key and stores it where there is none. Throws `CustomersUnavailableError`. */
export type MakeBranchKey = (access: KeysAccess) => Promise<MadeBranchKey>;

/** The branch key, from KMS: one call for a process and hour, however many customers there are. */
export class KmsBranchKeys {
  readonly #access: KeysAccess;
  readonly #make: MakeBranchKey | undefined;
  #held: { readonly key: Promise<BranchKey>; readonly until: number } | undefined;

  constructor(access: KeysAccess, make?: MakeBranchKey) {
    this.#access = access;
    this.#make = make;
  }

  /** Whether `get` answers without a call. */
  get isHeld(): boolean {
    return this.#held !== undefined && this.#access.now() < this.#held.until;
  }

  /** The branch key; `item` is its row where the caller has read it already. Throws `CustomersUnavailableError`. */
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
    if (stored !== undefined) return this.#unwrap(stored);
    const made = await this.#make?.(this.#access);
    const counts = await this.#read(); // another process may have been first
    const isOurs = made && counts && Buffer.compare(wrappedIn(counts), made.wrapped) === 0;
    return isOurs ? new BranchKey(made.secret) : this.#unwrap(counts);
  }

  async #unwrap(stored: Item | undefined): Promise<BranchKey> {
    if (stored === undefined) throw new CustomersUnavailableError('keys: there is no branch key yet');
    const { kms, kmsKeyId: KeyId, stage } = this.#access;
    const { Plaintext } = await unlessUnavailable(
      kms.send(
        new DecryptCommand({
          KeyId,
          CiphertextBlob: wrappedIn(stored),
          EncryptionContext: encryptionContext(stage),
        }),
      ),
    );
    if (Plaintext === undefined) throw new CustomersUnavailableError('keys: KMS opened no branch key');
    return new BranchKey(Plaintext);
  }

  async #read(): Promise<Item | undefined> {
    const { tableName } = this.#access;
    const items = await readItems({ [tableName]: [{ id: { S: BRANCH_KEY } }] }, this.#access);
    return items.get(tableName)?.[0];
  }
}

const wrappedIn = (item: Item): Uint8Array => itemSchema.parse(item).wrapped.B;

/** What KMS shows in its log of each use of a branch key; it decrypts only for the same. */
export const encryptionContext = (stage: string): Record<string, string> => ({
  'switchboard:stage': stage,
  'switchboard:purpose': BRANCH_KEY,
});
