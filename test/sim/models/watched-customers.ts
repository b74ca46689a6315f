import { InMemoryCustomerStore } from '../../../shared/customers/adapters/in-memory-customer-store.ts';
import type { Customer, Suppression } from '../../../shared/customers/customer.ts';
import type { PutOutcome, SuppressOutcome } from '../../../shared/customers/customer-store.ts';

export type CustomersWatcher = {
  /** A customer was read, to decide whether to send. */
  readonly read: (customerId: string) => void;
  /** No ban of a channel is in force any more. */
  readonly lifted: (customerId: string, channel: string) => void;
  /** A ban is in force from now on. */
  readonly banned: (customerId: string, channel: string) => void;
};

/** The customers, telling of each read and each ban. */
export class WatchedCustomers extends InMemoryCustomerStore {
  readonly #watcher: CustomersWatcher;

  constructor(watcher: CustomersWatcher) {
    super();
    this.#watcher = watcher;
  }

  override async get(customerIds: readonly string[]): Promise<ReadonlyMap<string, Customer>> {
    const found = await super.get(customerIds);
    for (const customerId of found.keys()) this.#watcher.read(customerId);
    return found;
  }

  override async put(customer: Customer): Promise<PutOutcome> {
    const { customerId } = customer;
    const before = (await super.get([customerId])).get(customerId);
    const outcome = await super.put(customer);
    if (outcome === 'conflict') return outcome;
    const banned = new Set(customer.suppressions.map(({ channel }) => channel));
    for (const { channel } of before?.suppressions ?? [])
      if (!banned.has(channel)) this.#watcher.lifted(customerId, channel);
    return outcome;
  }

  override async suppress(customerId: string, suppression: Suppression): Promise<SuppressOutcome> {
    const outcome = await super.suppress(customerId, suppression);
    if (outcome.what === 'recorded') this.#watcher.banned(customerId, suppression.channel);
    return outcome;
  }
}
