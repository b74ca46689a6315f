import { customerAggregate, fact } from '../journal/command-facts.ts';
import type { Fact } from '../journal/fact.ts';
import type { Suppression } from './customer.ts';
import type { CustomerStore } from './customer-store.ts';

export type SuppressionDeps = {
  readonly customers: Pick<CustomerStore, 'suppress'>;
  readonly now: () => number;
  /** The command that asks for the ban, where one does. */
  readonly commandId?: string | undefined;
};

/**
 * Bans a channel for a customer at once and answers with the fact of it; repeating it is safe. No fact where there is no
 * such customer. Throws `CustomersUnavailableError`.
 */
export const recordSuppression = async (
  customerId: string,
  suppression: Suppression,
  { customers, now, commandId }: SuppressionDeps,
): Promise<readonly Fact[]> => {
  const outcome = await customers.suppress(customerId, suppression);
  if (outcome.what === 'no-customer') return [];
  const { channel, reason, source } = outcome.ban;
  // Also where it was known: a crash between that write and this fact must not lose the fact, whose key is the same. A ban
  // that was lifted may come again: that one is another, of another moment.
  const body = { customerId, channel, reason, source, evidenceId: suppressionId(outcome.ban), commandId };
  return [fact('suppressing', customerAggregate(customerId), now(), body)];
};

/** Tells a customer's suppressions apart: one that was lifted and set again is another, of another moment. */
export const suppressionId = ({ channel, reason, at }: Suppression): string => `${channel}/${reason}/${at}`;
