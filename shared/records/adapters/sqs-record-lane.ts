import type { SendMessageBatchRequestEntry } from '@aws-sdk/client-sqs';
import { type QueueAccess, queuePages, sendPage } from '../../lanes/adapters/send-pages.ts';
import type { SendOutcome } from '../../lanes/lane-sender.ts';
import { type RecordLane, recordGroupOf } from '../record-lane.ts';
import type { RecordMessage } from '../record-message.ts';

export type SqsRecordLaneOptions = QueueAccess & {
  /** URL of the FIFO queue. */
  readonly url: string;
};

/** The record lane as a FIFO queue; what is sent again within five minutes is in it once. */
export class SqsRecordLane implements RecordLane {
  readonly #options: SqsRecordLaneOptions;

  constructor(options: SqsRecordLaneOptions) {
    this.#options = options;
  }

  /** Page by page: two at once would have no order. */
  async send(messages: readonly RecordMessage[]): Promise<readonly SendOutcome[]> {
    const { url } = this.#options;
    const outcomes: SendOutcome[] = messages.map(() => ({ sent: false, cause: 'NO_LANE' }));
    const pending = messages.map((message, index) => ({ index, url, entry: formatEntry(message, index) }));
    for (const page of queuePages(pending)) await sendPage(page, outcomes, this.#options);
    return outcomes;
  }
}

const formatEntry = (message: RecordMessage, index: number): SendMessageBatchRequestEntry => ({
  Id: String(index),
  MessageBody: JSON.stringify(message),
  MessageGroupId: recordGroupOf(message),
  MessageDeduplicationId: message.commandId,
});
