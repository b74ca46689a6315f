import { createHmac } from 'node:crypto';
import { keyObjectOf } from '../../security/adapters/key-object.ts';
import type { KeyReader } from '../../security/key-ring.ts';
import { addressOf, type Customer, normalAddress } from '../customer.ts';

/**
 * The ids of a customer's rows in the address index: a keyed hash of each channel and the address by which it reaches the
 * customer. Without the key nobody can tell whether an address is in it. Throws `CustomersUnavailableError`.
 */
export const addressRowsOf = async (
  customer: Pick<Customer, 'addresses'>,
  keys: Pick<KeyReader, 'purposeKey'>,
): Promise<readonly string[]> => {
  const channels = new Set([...Object.keys(customer.addresses), 'sms']);
  const rows = await Promise.all(
    [...channels].map(async (channel) => {
      const address = addressOf(customer, channel);
      return address === undefined ? [] : [await addressRowId(channel, address, keys)];
    }),
  );
  return rows.flat();
};

/** The id of the rows of all customers who have this address on a channel. Throws `CustomersUnavailableError`. */
export const addressRowId = async (
  channel: string,
  address: string,
  keys: Pick<KeyReader, 'purposeKey'>,
): Promise<string> => {
  const key = await keys.purposeKey('address-index');
  const hash = createHmac('sha256', keyObjectOf(key))
    .update(`${channel}\n${normalAddress(address)}`)
    .digest('base64url');
  return `address#${hash}`;
};
