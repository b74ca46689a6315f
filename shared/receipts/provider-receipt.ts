import * as z from 'zod';
import { receiptTags } from '../channels/channel.ts';
import type { Suppression } from '../customers/customer.ts';

/** What a provider says, later, about a message that it took. */
export type ProviderReceipt = {
  /** `passing`: it is on its way, another receipt follows. */
  readonly kind: 'delivered' | 'bounced' | 'complained' | 'passing';
  /** By which channel it went, as customers' suppressions name it. */
  readonly channel: 'email' | 'sms' | 'phone';
  readonly commandId: string;
  readonly attempt: number;
  readonly providerMessageId: string;
  /** The provider's own time, ISO 8601. */
  readonly occurredAt: string;
  readonly cause: string;
  /** Why this customer is not to be contacted by the channel again; absent where the trouble may pass. */
  readonly suppression?: Suppression['reason'] | undefined;
};

/** The id of a command and the number of its attempt, as a provider carries them back. */
export const commandIdText = z.uuid();
export const attemptText = z.string().regex(/^[1-9]\d{0,3}$/, 'must be a number');

/** An event of End User Messaging in EventBridge, as far as it is read: numbers in it are left where they are. */
export const messagingEvent = <T extends z.ZodType>(eventType: T) =>
  z.looseObject({
    detail: z.looseObject({
      eventType,
      /** Milliseconds since 1970. */
      eventTimestamp: z.int().min(0).max(8.64e15),
      isFinal: z.boolean(),
      messageId: z.string().min(1).max(256),
      context: z.looseObject({
        [receiptTags.command]: commandIdText,
        [receiptTags.attempt]: attemptText,
      }),
    }),
  });
