import { randomUUID } from 'node:crypto';
import type { Customer, Suppression } from '../../shared/customers/customer.ts';

/** A customer with all that one can have, and an address that nobody else has. */
export const aCustomer = (choices: Partial<Customer> = {}): Customer => {
  const customerId = choices.customerId ?? `cust-${randomUUID()}`;
  return {
    customerId,
    version: 1,
    name: 'Ada Lovelace',
    addresses: { email: `${customerId}@example.com`, phone: '+4930123456' },
    zone: 'Europe/Berlin',
    locale: 'de-DE',
    preferredChannel: 'email',
    consents: [
      {
        channel: 'email',
        purpose: 'marketing',
        given: true,
        recordedBy: 'import',
        at: '2024-01-01T00:00:00Z',
        wording: 'Yes, Ada wants the newsletter',
        source: 'web-form',
      },
    ],
    suppressions: [],
    attributes: { tier: 'gold', orders: 3 },
    ...choices,
  };
};

/** A ban on a customer's e-mails. */
export const aSuppression = (choices: Partial<Suppression> = {}): Suppression => ({
  channel: 'email',
  reason: 'OPTED_OUT',
  recordedBy: 'unsubscribe',
  at: '2024-01-02T00:00:00Z',
  wording: 'please stop, says Ada',
  source: 'one-click-unsubscribe',
  ...choices,
});
