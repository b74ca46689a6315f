import { randomUUID } from 'node:crypto';
import type { DynamoDBRecord } from 'aws-lambda';
import { BATCH } from '../../../shared/messages/batch-message.ts';
import type { Command, ContactCommand } from '../../../shared/messages/command.ts';
import type { WireRequest } from './aws-stub.ts';
import { JOURNAL, type StoredItem, tableOf } from './journal-stub.ts';
import { listIn } from './list-in.ts';

/** A command as the bus brings it to the coordinator's lane. */
export const busEventOf = (detail: Command) => ({
  id: detail.messageId,
  'detail-type': 'COMMAND',
  source: detail.source,
  detail,
});

/** The batch that commands of one target, tier and template come in. */
export const batchOf = (commands: readonly ContactCommand[]) => ({
  source: 'campaign-service',
  batchMessage: {
    batchId: `batch-${randomUUID()}`,
    messageCount: commands.length,
    target: commands[0]?.target,
    priority: commands[0]?.command.priority,
    templateId: commands[0]?.command.templateId,
    campaignId: commands[0]?.command.campaignId,
    messages: commands.map(({ command }) => ({ customerId: command.customerId, action: command.type })),
  },
});

/** The same as the bus brings it. */
export const batchEventOf = (commands: readonly ContactCommand[]) => {
  const detail = batchOf(commands);
  return { id: randomUUID(), 'detail-type': BATCH, source: detail.source, detail };
};

/** The bodies of the messages that a request brings to a queue. */
export const messagesIn = ({ action, body }: WireRequest): readonly unknown[] =>
  action === 'SendMessageBatch' ? listIn(body, 'Entries').map((entry) => entry['MessageBody']) : [];

/** What SES tells of each mail that was sent: it was delivered. */
export const receiptsOf = (requests: readonly WireRequest[]) =>
  requests.filter(({ action }) => action === 'SendEmail').map(receiptOf);

/** The items that each insert brought to the journal: what it wrote comes from the stream as one batch. */
export const insertedBatches = ({
  requests,
  inserted,
}: {
  readonly requests: readonly WireRequest[];
  readonly inserted: readonly StoredItem[];
}): readonly (readonly StoredItem[])[] => {
  let taken = 0;
  return requests.flatMap(({ action, body }) => {
    if (action !== 'BatchExecuteStatement') return [];
    const facts = listIn(body, 'Statements').filter((statement) => tableOf(statement) === JOURNAL);
    taken += facts.length;
    return facts.length === 0 ? [] : [inserted.slice(taken - facts.length, taken)];
  });
};

/** New items as the table's stream brings them. */
export const streamRecordsOf = (images: readonly StoredItem[]): { Records: DynamoDBRecord[] } => ({
  Records: images.map((NewImage, index) => ({
    eventName: 'INSERT' as const,
    dynamodb: { NewImage, SequenceNumber: String(index) },
  })),
});

const receiptOf = ({ body }: WireRequest, index: number) => ({
  source: 'aws.ses',
  'detail-type': 'Email Delivered',
  account: '000000000000',
  detail: {
    eventType: 'Delivery',
    mail: {
      timestamp: '2026-11-23T12:00:05.000Z',
      messageId: `ses-${index}`,
      tags: Object.fromEntries(listIn(body, 'EmailTags').map(({ Name, Value }) => [Name, [Value]])),
    },
    delivery: { timestamp: '2026-11-23T12:00:06.000Z' },
  },
});
