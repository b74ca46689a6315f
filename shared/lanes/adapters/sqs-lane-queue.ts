import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  SendMessageBatchCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { pagesOf } from '../../messages/pages-of.ts';
import { LaneUnavailableError } from '../errors.ts';
import { type AsideMessage, CAUSE_ATTRIBUTE, type LaneQueue, type Receipt } from '../lane-queue.ts';
import { queueNameIn } from '../queue-name.ts';
import { MOST_BYTES, MOST_ENTRIES } from './send-pages.ts';

const LONGEST_DELAY_SECONDS = 43_200;

export type SqsLaneQueueOptions = {
  readonly client: Pick<SQSClient, 'send'>;
  /** URLs of the queues that the function is fed from. */
  readonly queueUrls: readonly string[];
  /** URLs of those queues' dead-letter queues, in their order; only for those who set messages aside. */
  readonly deadLetterUrls?: readonly string[];
};

/** The queues that feed a function, in SQS. */
export class SqsLaneQueue implements LaneQueue {
  readonly #client: Pick<SQSClient, 'send'>;
  readonly #urlOfName: ReadonlyMap<string, string>;
  readonly #deadLetterUrlOfName: ReadonlyMap<string, string>;

  constructor({ client, queueUrls, deadLetterUrls = [] }: SqsLaneQueueOptions) {
    this.#client = client;
    this.#urlOfName = new Map(queueUrls.map((url) => [queueNameIn(url), url]));
    this.#deadLetterUrlOfName = new Map(
      deadLetterUrls.map((url, at) => [queueNameIn(queueUrls[at] ?? ''), url]),
    );
  }

  async delete(receipts: readonly Receipt[]): Promise<void> {
    await this.#inPages(receipts, async (url, page) => {
      const Entries = page.map(({ receiptHandle }, index) => ({
        Id: String(index),
        ReceiptHandle: receiptHandle,
      }));
      const answer = await this.#client.send(new DeleteMessageBatchCommand({ QueueUrl: url, Entries }));
      if (answer.Failed?.length)
        throw new LaneUnavailableError(`queue: ${answer.Failed.length} messages not deleted`);
    });
  }

  async returnLater(returns: readonly (Receipt & { readonly delaySeconds: number })[]): Promise<void> {
    await this.#inPages(returns, async (url, page) => {
      const Entries = page.map(({ receiptHandle, delaySeconds }, index) => ({
        Id: String(index),
        ReceiptHandle: receiptHandle,
        VisibilityTimeout: Math.min(LONGEST_DELAY_SECONDS, delaySeconds),
      }));
      const answer = await this.#client.send(
        new ChangeMessageVisibilityBatchCommand({ QueueUrl: url, Entries }),
      );
      if (answer.Failed?.length)
        throw new LaneUnavailableError(`queue: ${answer.Failed.length} messages not returned`);
    });
  }

  async setAside(messages: readonly AsideMessage[]): Promise<readonly boolean[]> {
    const taken = messages.map(() => false);
    const entries = messages.map((message, at) => ({ ...message, at }));
    for (const [queueArn, ofQueue] of Map.groupBy(entries, (entry) => entry.queueArn)) {
      const QueueUrl = this.#deadLetterUrlOfName.get(queueNameIn(queueArn));
      if (QueueUrl === undefined) throw new LaneUnavailableError('DEAD_LETTER_URLS: lacks a queue');
      for (const page of pagesWithin(ofQueue)) {
        const Entries = page.map(formatAside);
        const { Successful } = await this.#client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
        for (const { Id } of Successful ?? []) taken[Number(Id)] = true;
      }
    }
    return taken;
  }

  async #inPages<R extends Receipt>(
    receipts: readonly R[],
    call: (url: string, page: readonly R[]) => Promise<void>,
  ): Promise<void> {
    for (const [queueArn, ofQueue] of Map.groupBy(receipts, ({ queueArn }) => queueArn)) {
      const url = this.#urlOfName.get(queueNameIn(queueArn));
      if (url === undefined)
        throw new LaneUnavailableError('QUEUE_URLS: lacks a queue that feeds this function');
      await Promise.all(pagesOf(ofQueue, MOST_ENTRIES).map((page) => call(url, page)));
    }
  }
}

const formatAside = ({ at, body, cause }: AsideMessage & { readonly at: number }) => ({
  Id: String(at),
  MessageBody: body,
  MessageAttributes: { [CAUSE_ATTRIBUTE]: { DataType: 'String', StringValue: cause } },
});

/** Pages that fit into a call, in order. */
const pagesWithin = <Message extends AsideMessage>(messages: readonly Message[]): readonly Message[][] => {
  const pages: Message[][] = [];
  let bytes = 0;
  for (const message of messages) {
    const length = Buffer.byteLength(message.body);
    const page = pages.at(-1);
    if (page === undefined || page.length === MOST_ENTRIES || bytes + length > MOST_BYTES) {
      pages.push([message]);
      bytes = length;
    } else {
      page.push(message);
      bytes += length;
    }
  }
  return pages;
};
