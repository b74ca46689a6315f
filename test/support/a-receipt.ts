/** The account and topic of tests' receipts. */
export const receiptSources = {
  accountId: '111111111111',
  smsReplyTopicArns: ['arn:aws:sns:us-east-1:111111111111:replies'],
};

const timestamp = '2026-11-23T12:00:05.000Z';
const eventTimestamp = Date.parse(timestamp);

/** An address, a number and words that receipts hold and the journal must not. */
export const personalInReceipts = ['ada@example.com', '+14255550182', 'no such user'];

const envelope = { version: '0', id: 'event-1', account: receiptSources.accountId, region: 'us-east-1' };

const sesDetailTypes: Readonly<Record<string, string>> = {
  Delivery: 'Email Delivered',
  Bounce: 'Email Bounced',
  Complaint: 'Email Complaint Received',
  DeliveryDelay: 'Email Delivery Delayed',
  Reject: 'Email Rejected',
};

/** A receipt of SES as EventBridge brings it. */
export const aSesReceipt = (commandId: string, eventType: string, more: object = {}) => ({
  ...envelope,
  source: 'aws.ses',
  'detail-type': sesDetailTypes[eventType] ?? 'Email Delivered',
  detail: {
    eventType,
    mail: {
      timestamp,
      messageId: 'ses-1',
      destination: [personalInReceipts[0]],
      tags: { 'switchboard-command': [commandId], 'switchboard-attempt': ['1'] },
    },
    ...(eventType === 'Delivery' ? { delivery: { timestamp, smtpResponse: '250 ok ada@example.com' } } : {}),
    ...(eventType === 'Complaint' ? { complaint: { timestamp } } : {}),
    ...more,
  },
});

/** A bounce of SES, by its type and subtype. */
export const aSesBounce = (commandId: string, bounceType = 'Permanent', bounceSubType = 'General') =>
  aSesReceipt(commandId, 'Bounce', {
    bounce: {
      timestamp,
      bounceType,
      bounceSubType,
      bouncedRecipients: [{ emailAddress: personalInReceipts[0], diagnosticCode: '550 no such user' }],
    },
  });

/** A receipt of End User Messaging as EventBridge brings it: of a call, or of a text message. */
export const aMessagingReceipt = (commandId: string, eventType: string, more: object = {}) => ({
  ...envelope,
  source: 'aws.sms-voice',
  'detail-type': `${eventType.startsWith('VOICE') ? 'Voice' : 'Text'} Message Delivery Status Updated`,
  detail: {
    eventType,
    eventVersion: '1.0',
    eventTimestamp,
    isFinal: true,
    originationPhoneNumber: '+12065550152',
    destinationPhoneNumber: personalInReceipts[1],
    messageId: 'eum-1',
    messageStatus: eventType.replace(/^[A-Z]+_/, ''),
    messageStatusDescription: 'no such user',
    context: {
      'switchboard-command': commandId,
      'switchboard-attempt': '1',
      'switchboard-stage': 'test',
    },
    ...more,
  },
});

/** An answer by text message as the topic of two-way SMS brings it. */
export const anSmsReply = (messageBody: string, more: object = {}) => ({
  Type: 'Notification',
  MessageId: 'sns-1',
  TopicArn: receiptSources.smsReplyTopicArns[0],
  Timestamp: timestamp,
  Message: JSON.stringify({
    originationNumber: personalInReceipts[1],
    destinationNumber: '+12065550152',
    messageKeyword: 'JOIN',
    messageBody,
    inboundMessageId: 'cae173d2-66b9-564c-8309-21f858e9fb84',
    previousPublishedMessageId: 'eum-1',
    ...more,
  }),
});
