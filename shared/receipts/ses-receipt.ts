import * as z from 'zod';
import { receiptTags } from '../channels/channel.ts';
import { type Parsed, parseJson, parseMessage } from '../messages/parse-message.ts';

/** What a provider says, later, about a message that it took. */
export type ProviderReceipt = {
  readonly kind: 'delivered' | 'bounced' | 'complained' | 'passing';
  readonly commandId: string;
  readonly attempt: number;
  readonly providerMessageId: string;
  /** The provider's own time, ISO 8601. */
  readonly occurredAt: string;
  readonly cause: string;
};

const moment = z.looseObject({ timestamp: z.iso.datetime({ offset: true }) });
const code = z.string().regex(/^[A-Za-z]{1,64}$/);

/** SES's event in EventBridge, as far as it is read: addresses and diagnostic texts in it are left where they are. */
const sesEventSchema = z.looseObject({
  source: z.literal('aws.ses'),
  detail: z.looseObject({
    eventType: z.enum(['Delivery', 'Bounce', 'Complaint', 'Reject', 'Rendering Failure', 'DeliveryDelay']),
    mail: moment.extend({
      messageId: z.string().min(1).max(256),
      tags: z.looseObject({
        [receiptTags.command]: z.tuple([z.uuid()]),
        [receiptTags.attempt]: z.tuple([z.string().regex(/^[1-9]\d{0,3}$/, 'must be a number')]),
      }),
    }),
    delivery: moment.optional(),
    bounce: moment.extend({ bounceType: code, bounceSubType: code }).optional(),
    complaint: moment.optional(),
  }),
});

const kinds = {
  Delivery: 'delivered',
  Bounce: 'bounced',
  Complaint: 'complained',
  Reject: 'bounced',
  'Rendering Failure': 'bounced',
  DeliveryDelay: 'passing',
} as const satisfies Record<z.infer<typeof sesEventSchema>['detail']['eventType'], ProviderReceipt['kind']>;

/** Reads a receipt of SES as EventBridge brings it. */
export const readSesReceipt = (body: string): Parsed<ProviderReceipt> => {
  const json = parseJson(body, 'body');
  if (!json.ok) return json;
  const event = parseMessage(sesEventSchema, json.value);
  if (!event.ok) return event;
  const { eventType, mail, delivery, bounce, complaint } = event.value.detail;
  return {
    ok: true,
    value: {
      kind: kinds[eventType],
      commandId: mail.tags[receiptTags.command][0],
      attempt: Number(mail.tags[receiptTags.attempt][0]),
      providerMessageId: mail.messageId,
      occurredAt: (delivery ?? bounce ?? complaint ?? mail).timestamp,
      cause: bounce ? `${bounce.bounceType}/${bounce.bounceSubType}` : eventType,
    },
  };
};
