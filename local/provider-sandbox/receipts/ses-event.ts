import type { InboxMessage } from '../inbox-message.ts';
import type { ReceiptEvent } from './receipt-event.ts';
import type { ReceiptKind } from './receipt-kinds.ts';

type SesKind = 'delivery' | 'bounce' | 'complaint';

const detailTypes = {
  delivery: 'Email Delivered',
  bounce: 'Email Bounced',
  complaint: 'Email Complaint Received',
} as const satisfies Record<SesKind, string>;

const eventTypes = { delivery: 'Delivery', bounce: 'Bounce', complaint: 'Complaint' } as const;

/** The event that SES puts on the account's default bus, in its own format; `undefined` for what SES never says. */
export const sesEvent = (mail: InboxMessage, kind: ReceiptKind, now: number): ReceiptEvent | undefined => {
  const at = new Date(now).toISOString();
  switch (kind) {
    case 'delivery':
      return event(mail, kind, deliveryOf(mail, at));
    case 'bounce':
      return event(mail, kind, bounceOf(mail, at, 'Permanent'));
    case 'transient-bounce':
      return event(mail, 'bounce', bounceOf(mail, at, 'Transient'));
    case 'complaint':
      return event(mail, kind, complaintOf(mail, at));
    default:
      return undefined;
  }
};

const event = (mail: InboxMessage, kind: SesKind, body: object): ReceiptEvent => ({
  Source: 'aws.ses',
  DetailType: detailTypes[kind],
  Detail: JSON.stringify({
    eventType: eventTypes[kind],
    mail: {
      timestamp: mail.receivedAt,
      source: mail.from,
      sendingAccountId: '000000000000',
      messageId: mail.providerMessageId,
      destination: mail.to,
      headersTruncated: false,
      commonHeaders: { from: [mail.from], to: mail.to, subject: mail.subject },
      tags: {
        ...Object.fromEntries(Object.entries(mail.tags).map(([name, value]) => [name, [value]])),
        ...(mail.configurationSet ? { 'ses:configuration-set': [mail.configurationSet] } : {}),
      },
    },
    [kind]: body,
  }),
});

const deliveryOf = ({ to, receivedAt }: InboxMessage, timestamp: string) => ({
  timestamp,
  processingTimeMillis: Math.max(0, Date.parse(timestamp) - Date.parse(receivedAt)),
  recipients: to,
  smtpResponse: '250 2.0.0 OK',
  reportingMTA: 'sandbox.switchboard.example',
});

const bounceOf = ({ to }: InboxMessage, timestamp: string, bounceType: 'Permanent' | 'Transient') => ({
  timestamp,
  bounceType,
  bounceSubType: 'General',
  bouncedRecipients: to.map((emailAddress) => ({ emailAddress, action: 'failed', status: '5.1.1' })),
  feedbackId: `feedback-${timestamp}`,
  reportingMTA: 'sandbox.switchboard.example',
});

const complaintOf = ({ to }: InboxMessage, timestamp: string) => ({
  timestamp,
  complainedRecipients: to.map((emailAddress) => ({ emailAddress })),
  feedbackId: `feedback-${timestamp}`,
  complaintFeedbackType: 'abuse',
});
