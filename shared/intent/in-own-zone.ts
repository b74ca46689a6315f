import type { CustomerStore } from '../customers/customer-store.ts';
import { hingesOnZone } from './day-of-answer.ts';
import type { Answer } from './intent.ts';

/**
 * An answer with the zone that its customer has, where a day that it names hinges on it: the customer is read for no other. Throws
 * `CustomersUnavailableError`.
 */
export const inOwnZone = async (
  answer: Answer,
  customerId: string,
  { customers }: { readonly customers: Pick<CustomerStore, 'get'> },
): Promise<Answer> => {
  if (!hingesOnZone(answer)) return answer;
  const timeZone = (await customers.get([customerId])).get(customerId)?.zone;
  return timeZone === undefined ? answer : { ...answer, timeZone };
};
