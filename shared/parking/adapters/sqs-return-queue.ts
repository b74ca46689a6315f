import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { ParkedMessage } from '../parked-message.ts';
import type { ReturnQueue } from '../return-queue.ts';

export type SqsReturnQueueOptions = {
  readonly client: Pick<SQSClient, 'send'>;
  /** The URL of the queue that a message came from, as the stage has it now. */
  readonly urlOf: (parked: ParkedMessage) => Promise<string | undefined>;
};

/** Queues in SQS. A body goes back as it is, whatever kind of queue it came from, and shares its lane by campaign, or else by customer, as before. */
export class SqsReturnQueue implements ReturnQueue {
  readonly #options: SqsReturnQueueOptions;

  constructor(options: SqsReturnQueueOptions) {
    this.#options = options;
  }

  async send(parked: ParkedMessage, MessageBody: string): Promise<'sent' | 'no-queue'> {
    const { client, urlOf } = this.#options;
    const QueueUrl = await urlOf(parked);
    if (QueueUrl === undefined) return 'no-queue';
    const MessageGroupId = parked.subject.campaignId ?? parked.subject.customerId;
    await client.send(
      new SendMessageCommand({ QueueUrl, MessageBody, ...(MessageGroupId ? { MessageGroupId } : {}) }),
    );
    return 'sent';
  }
}
