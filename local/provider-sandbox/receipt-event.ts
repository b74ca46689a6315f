import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import type { Mail } from './mail.ts';

/** What the sandbox says, later, about a mail that it took. */
export type ReceiptKind = 'delivery' | 'bounce' | 'complaint';

const detailTypes = {
  delivery: 'Email Delivered',
  bounce: 'Email Bounced',
  complaint: 'Email Complaint Received',
} as const satisfies Record<ReceiptKind, string>;

/** The event that SES puts on the account's default bus, in its own format. */
export const receiptEvent = (mail: Mail, kind: ReceiptKind, now: number): PutEventsRequestEntry => ({
  Source: 'aws.ses',
  DetailType: detailTypes[kind],
  Detail: JSON.stringify({
    eventType: { delivery: 'Delivery', bounce: 'Bounce', complaint: 'Complaint' }[kind],
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
    [kind]: bodies[kind](mail, new Date(now).toISOString()),
  }),
});

const bodies = {
  delivery: ({ to, receivedAt }, timestamp) => ({
    timestamp,
    processingTimeMillis: Math.max(0, Date.parse(timestamp) - Date.parse(receivedAt)),
    recipients: to,
    smtpResponse: '250 2.0.0 OK',
    reportingMTA: 'sandbox.switchboard.example',
  }),
  bounce: ({ to }, timestamp) => ({
    timestamp,
    bounceType: 'Permanent',
    bounceSubType: 'General',
    bouncedRecipients: to.map((emailAddress) => ({ emailAddress, action: 'failed', status: '5.1.1' })),
    feedbackId: `feedback-${timestamp}`,
    reportingMTA: 'sandbox.switchboard.example',
  }),
  complaint: ({ to }, timestamp) => ({
    timestamp,
    complainedRecipients: to.map((emailAddress) => ({ emailAddress })),
    feedbackId: `feedback-${timestamp}`,
    complaintFeedbackType: 'abuse',
  }),
} as const satisfies Record<ReceiptKind, (mail: Mail, timestamp: string) => object>;
