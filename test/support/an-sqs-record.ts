import { randomUUID } from 'node:crypto';
import type { SQSRecord } from 'aws-lambda';

/** A message as a function receives it from its lane. */
export const anSqsRecord = (
  body: unknown,
  receives = 1,
  messageId: string = randomUUID(),
  sentAt = 1_700_000_000_000,
): SQSRecord => ({
  messageId,
  receiptHandle: `receipt-${messageId}`,
  body: typeof body === 'string' ? body : JSON.stringify(body),
  attributes: {
    ApproximateReceiveCount: String(receives),
    SentTimestamp: String(sentAt),
    SenderId: 'sender',
    ApproximateFirstReceiveTimestamp: '1700000000000',
  },
  messageAttributes: {},
  md5OfBody: '',
  eventSource: 'aws:sqs',
  eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:lane',
  awsRegion: 'us-east-1',
});
