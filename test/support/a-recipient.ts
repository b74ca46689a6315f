import type { Contact, RenderedContent } from '../../shared/channels/renderer.ts';
import type { Customer } from '../../shared/customers/customer.ts';
import { recipientOf } from '../../shared/customers/recipient.ts';
import type { ContentAccount } from '../../shared/journal/subjects.ts';
import type { LaneMessage } from '../../shared/lanes/lane-message.ts';
import { aLaneMessage } from './a-lane-message.ts';

/** A stored customer. */
export const aCustomer = (change: Partial<Customer> = {}): Customer => ({
  customerId: 'cust-456',
  version: 1,
  name: 'Ada Lovelace',
  addresses: { email: 'ada@example.com', phone: '+14255550182' },
  zone: 'Europe/London',
  locale: 'en-GB',
  consents: [],
  suppressions: [],
  attributes: {},
  ...change,
});

/** A lane's message with its recipient, as far as the message itself carries customer data in the clear. */
export const aContact = (lane: LaneMessage = aLaneMessage(), stored?: Customer): Contact => {
  const { customerId, context } = lane.message.command;
  const carried = typeof context?.customerData === 'object' ? context.customerData : {};
  return { lane, recipient: recipientOf(customerId, stored, carried) };
};

/** What content of tests says of itself. */
export const anAccount: ContentAccount = { templateVersion: 'v1', locale: 'en' };

/** The least that a renderer gives. */
export const aRenderedText: RenderedContent<string> = { content: 'content', account: anAccount };
