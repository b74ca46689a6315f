import { customerAggregate, fact } from '../journal/command-facts.ts';
import type { Fact } from '../journal/fact.ts';
import { isOperatorStop, type Suppression } from './customer.ts';
import type { CustomerStore } from './customer-store.ts';

/**
 * Bans a channel for a customer at once and answers with the fact of it; repeating it is safe. No fact where there is no
 * such customer. Throws `CustomersUnavailableError`.
 */
export const recordSuppression = async (
  customerId: string,
  suppression: Suppression,
  { customers, now }: { readonly customers: Pick<CustomerStore, 'suppress'>; readonly now: () => number },
): Promise<readonly Fact[]> => {
  if ((await customers.suppress(customerId, suppression)) === 'no-customer') return [];
  const { channel, reason, source } = suppression;
  // Also where it was known: a crash between that write and this fact must not lose the fact, whose key is the same.
  const body = { customerId, channel, reason, source, evidenceId: suppressionId(suppression) };
  return [fact('suppressing', customerAggregate(customerId), now(), body)];
};

/** Tells a customer's suppressions apart: channel and reason, and the time of those that can be lifted and set again. */
export const suppressionId = (suppression: Suppression): string => {
  const { channel, reason, at } = suppression;
  return isOperatorStop(suppression) ? `${channel}/${reason}/${at}` : `${channel}/${reason}`;
};
