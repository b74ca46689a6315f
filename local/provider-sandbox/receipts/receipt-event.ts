import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';

/** An event as a provider puts it on the account's default bus. */
export type ReceiptEvent = PutEventsRequestEntry;
