import { InMemoryCustomerStore } from '../../../shared/customers/adapters/in-memory-customer-store.ts';
import type { Suppression } from '../../../shared/customers/customer.ts';
import type { SuppressOutcome } from '../../../shared/customers/customer-store.ts';

/** The customers, telling of each ban at the moment from which it is in force. */
export class WatchedCustomers extends InMemoryCustomerStore {
  readonly #tell: (customerId: string, channel: string) => void;

  constructor(tell: (customerId: string, channel: string) => void) {
    super();
    this.#tell = tell;
  }

  override async suppress(customerId: string, suppression: Suppression): Promise<SuppressOutcome> {
    const outcome = await super.suppress(customerId, suppression);
    if (outcome === 'recorded') this.#tell(customerId, suppression.channel);
    return outcome;
  }
}
