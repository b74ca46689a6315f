import * as z from 'zod';
import { receiptTags } from '../channels/channel.ts';
import type { Suppression } from '../customers/customer.ts';
import { type Parsed, parseMessage } from '../messages/parse-message.ts';
import { attemptText, commandIdText, type ProviderReceipt } from './provider-receipt.ts';

const moment = z.looseObject({ timestamp: z.iso.datetime({ offset: true }) });
const code = z.string().regex(/^[A-Za-z]{1,64}$/);

/** SES's event in EventBridge, as far as it is read: addresses and diagnostic texts in it are left where they are. */
const sesEventSchema = z.looseObject({
  detail: z.looseObject({
    eventType: z.enum(['Delivery', 'Bounce', 'Complaint', 'Reject', 'Rendering Failure', 'DeliveryDelay']),
    mail: moment.extend({
      messageId: z.string().min(1).max(256),
      tags: z.looseObject({
        [receiptTags.command]: z.tuple([commandIdText]),
        [receiptTags.attempt]: z.tuple([attemptText]),
      }),
    }),
    delivery: moment.optional(),
    bounce: moment.extend({ bounceType: code, bounceSubType: code }).optional(),
    complaint: moment.optional(),
  }),
});

type SesDetail = z.infer<typeof sesEventSchema>['detail'];

const kinds = {
  Delivery: 'delivered',
  Bounce: 'bounced',
  Complaint: 'complained',
  Reject: 'bounced',
  'Rendering Failure': 'bounced',
  DeliveryDelay: 'passing',
} as const satisfies Record<SesDetail['eventType'], ProviderReceipt['kind']>;

/** Why SES will not, or should not, write to an address again, by the subtype of a permanent bounce. */
const permanentBounces: Readonly<Record<string, Suppression['reason']>> = {
  General: 'HARD_BOUNCE',
  NoEmail: 'HARD_BOUNCE',
  Suppressed: 'PROVIDER_LIST',
  OnAccountSuppressionList: 'PROVIDER_LIST',
};

/** Reads a receipt of SES as EventBridge brings it. */
export const readSesReceipt = (event: unknown): Parsed<ProviderReceipt> => {
  const parsed = parseMessage(sesEventSchema, event);
  if (!parsed.ok) return parsed;
  const { eventType, mail, delivery, bounce, complaint } = parsed.value.detail;
  return {
    ok: true,
    value: {
      kind: kinds[eventType],
      channel: 'email',
      commandId: mail.tags[receiptTags.command][0],
      attempt: Number(mail.tags[receiptTags.attempt][0]),
      providerMessageId: mail.messageId,
      occurredAt: (delivery ?? bounce ?? complaint ?? mail).timestamp,
      cause: bounce ? `${bounce.bounceType}/${bounce.bounceSubType}` : eventType,
      suppression: suppressionOf(parsed.value.detail),
    },
  };
};

const suppressionOf = ({ eventType, bounce }: SesDetail): Suppression['reason'] | undefined => {
  if (eventType === 'Complaint') return 'COMPLAINT';
  if (eventType !== 'Bounce' || bounce?.bounceType !== 'Permanent') return undefined;
  return Object.hasOwn(permanentBounces, bounce.bounceSubType)
    ? permanentBounces[bounce.bounceSubType]
    : undefined;
};
