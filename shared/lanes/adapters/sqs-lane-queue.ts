import { ChangeMessageVisibilityBatchCommand, DeleteMessageBatchCommand } from '@aws-sdk/client-sqs';
import { pagesOf } from '../../messages/pages-of.ts';
import { LaneUnavailableError } from '../errors.ts';
import { type AsideMessage, CAUSE_ATTRIBUTE, type LaneQueue, type Receipt } from '../lane-queue.ts';
import type { SendOutcome } from '../lane-sender.ts';
import { queueNameIn } from '../queue-name.ts';
import { MOST_ENTRIES, type QueueAccess, queuePages, sendPage } from './send-pages.ts';

const LONGEST_DELAY_SECONDS = 43_200;

export type SqsLaneQueueOptions = QueueAccess & {
  /** URLs of the queues that the function is fed from. */
  readonly queueUrls: readonly string[];
  /** URLs of those queues' dead-letter queues, in their order; only for those who set messages aside. */
  readonly deadLetterUrls?: readonly string[];
};

/** The queues that feed a function, in SQS. */
export class SqsLaneQueue implements LaneQueue {
  readonly #access: QueueAccess;
  readonly #urlOfName: ReadonlyMap<string, string>;
  readonly #deadLetterUrlOfName: ReadonlyMap<string, string>;

  constructor({ queueUrls, deadLetterUrls = [], ...access }: SqsLaneQueueOptions) {
    this.#access = access;
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
      const answer = await this.#access.client.send(
        new DeleteMessageBatchCommand({ QueueUrl: url, Entries }),
      );
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
      const answer = await this.#access.client.send(
        new ChangeMessageVisibilityBatchCommand({ QueueUrl: url, Entries }),
      );
      if (answer.Failed?.length)
        throw new LaneUnavailableError(`queue: ${answer.Failed.length} messages not returned`);
    });
  }

  async setAside(messages: readonly AsideMessage[]): Promise<readonly boolean[]> {
    const outcomes: SendOutcome[] = messages.map(() => ({ sent: false, cause: 'NO_ANSWER' }));
    const pending = messages.map((message, index) => {
      const url = this.#deadLetterUrlOfName.get(queueNameIn(message.queueArn));
      if (url === undefined) throw new LaneUnavailableError('DEAD_LETTER_URLS: lacks a queue');
      return { index, url, entry: formatAside(message, index) };
    });
    for (const ofQueue of Map.groupBy(pending, ({ url }) => url).values()) {
      for (const page of queuePages(ofQueue)) await sendPage(page, outcomes, this.#access);
    }
    return outcomes.map(({ sent }) => sent);
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

const formatAside = ({ body, cause }: AsideMessage, index: number) => ({
  Id: String(index),
  MessageBody: body,
  MessageAttributes: { [CAUSE_ATTRIBUTE]: { DataType: 'String', StringValue: cause } },
});
