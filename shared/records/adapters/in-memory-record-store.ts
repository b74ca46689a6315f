import type { CustomerStore } from '../../customers/customer-store.ts';
import type { InMemoryJournal } from '../../journal/adapters/in-memory-journal.ts';
import type { Commit, CommitOutcome, RecordRow, RecordStore, StoredProfile } from '../record-store.ts';

export type InMemoryRecordStoreOptions = {
  readonly journal: InMemoryJournal;
  readonly customers: Pick<CustomerStore, 'get' | 'put'>;
};

/** The record store's promise without AWS: for tests and the simulator. */
export class InMemoryRecordStore implements RecordStore {
  /** Every row that was committed, by customer and part. */
  readonly rows = new Map<string, RecordRow>();
  readonly #options: InMemoryRecordStoreOptions;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: InMemoryRecordStoreOptions) {
    this.#options = options;
  }

  async find(customerId: string): Promise<StoredProfile | undefined> {
    const customer = (await this.#options.customers.get([customerId])).get(customerId);
    return customer && { customer };
  }

  /** One after the other: nothing of another commit comes between the checks and the writes of this one. */
  commit(commit: Commit): Promise<CommitOutcome> {
    const mine = this.#turn.then(() => this.#commit(commit));
    this.#turn = mine.catch(() => undefined);
    return mine;
  }

  async #commit({ claim, facts, row, profile }: Commit): Promise<CommitOutcome> {
    const { journal, customers } = this.#options;
    const [before] = await journal.get([claim]);
    if (before !== undefined) return 'claimed-before';
    const rowName = row && `${row.customerId}\n${row.part}`;
    if (rowName !== undefined && this.rows.has(rowName)) return 'row-taken';
    if (profile && (await customers.put(profile.customer)) === 'conflict') return 'changed';
    if (row !== undefined && rowName !== undefined) this.rows.set(rowName, row);
    await journal.insert([claim, ...facts]);
    return 'committed';
  }
}
