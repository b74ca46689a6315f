import { addressOf, type Customer, normalAddress, type Suppression } from '../customer.ts';
import type { CustomerStore, PutOutcome, SuppressOutcome } from '../customer-store.ts';

/** The customer store's promise without AWS: for tests, the simulator and benchmarks. */
export class InMemoryCustomerStore implements CustomerStore {
  readonly #customers = new Map<string, Customer>();

  async get(customerIds: readonly string[]): Promise<ReadonlyMap<string, Customer>> {
    return new Map(
      customerIds.flatMap((id) => {
        const customer = this.#customers.get(id);
        return customer === undefined ? [] : [[id, customer] as const];
      }),
    );
  }

  async put(customer: Customer): Promise<PutOutcome> {
    const stored = this.#customers.get(customer.customerId)?.version ?? 0;
    if (stored !== customer.version - 1) return 'conflict';
    this.#customers.set(customer.customerId, customer);
    return 'stored';
  }

  async suppress(customerId: string, suppression: Suppression): Promise<SuppressOutcome> {
    const customer = this.#customers.get(customerId);
    if (customer === undefined) return { what: 'no-customer' };
    const known = customer.suppressions.find(
      ({ channel, reason }) => channel === suppression.channel && reason === suppression.reason,
    );
    if (known !== undefined) return { what: 'known', ban: known };
    const suppressions = [...customer.suppressions, suppression];
    this.#customers.set(customerId, { ...customer, version: customer.version + 1, suppressions });
    return { what: 'recorded', ban: suppression };
  }

  async findByAddress(channel: string, address: string): Promise<string | undefined> {
    const [first] = [...this.#customers.values()]
      .filter((customer) => normalAddress(addressOf(customer, channel) ?? '') === normalAddress(address))
      .map(({ customerId }) => customerId)
      .sort();
    return first;
  }

  async list(limit: number, start?: string) {
    const ids = [...this.#customers.keys()].sort();
    const from = start === undefined ? 0 : ids.findIndex((id) => id > start);
    const customerIds = from < 0 ? [] : ids.slice(from, from + limit);
    const last = customerIds.at(-1);
    return last === undefined || last === ids.at(-1) ? { customerIds } : { customerIds, next: last };
  }
}
