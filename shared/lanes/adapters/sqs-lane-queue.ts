import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { pagesOf } from '../../messages/pages-of.ts';
import { LaneUnavailableError } from '../errors.ts';
import type { LaneQueue, Receipt } from '../lane-queue.ts';

/** Entries in one batch call at most (SQS's limit). */
const MOST_ENTRIES = 10;
const LONGEST_DELAY_SECONDS = 43_200;

export type SqsLaneQueueOptions = {
  readonly client: Pick<SQSClient, 'send'>;
  /** URLs of the queues that the function is fed from. */
  readonly queueUrls: readonly string[];
};

/** The queues that feed a function, in SQS. */
export class SqsLaneQueue implements LaneQueue {
  readonly #client: Pick<SQSClient, 'send'>;
  readonly #urlOfName: ReadonlyMap<string, string>;

  constructor({ client, queueUrls }: SqsLaneQueueOptions) {
    this.#client = client;
    this.#urlOfName = new Map(queueUrls.map((url) => [lastPart(url, '/'), url]));
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

  async #inPages<R extends Receipt>(
    receipts: readonly R[],
    call: (url: string, page: readonly R[]) => Promise<void>,
  ): Promise<void> {
    for (const [queueArn, ofQueue] of Map.groupBy(receipts, ({ queueArn }) => queueArn)) {
      const url = this.#urlOfName.get(lastPart(queueArn, ':'));
      if (url === undefined)
        throw new LaneUnavailableError('QUEUE_URLS: lacks a queue that feeds this function');
      await Promise.all(pagesOf(ofQueue, MOST_ENTRIES).map((page) => call(url, page)));
    }
  }
}

const lastPart = (name: string, separator: string): string => name.slice(name.lastIndexOf(separator) + 1);
