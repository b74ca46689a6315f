import type { SendMessageBatchRequestEntry } from '@aws-sdk/client-sqs';
import type { Priority } from '../../messages/priority.ts';
import type { LaneEntry, LaneSender, SendOutcome } from '../lane-sender.ts';
import {
  entryBytes,
  MOST_BYTES,
  type Pending,
  type QueueAccess,
  queuePages,
  sendPage,
} from './send-pages.ts';

export type SqsLaneSenderOptions = QueueAccess & {
  readonly laneUrls: Readonly<Record<string, Readonly<Partial<Record<Priority, string>>>>>;
};

/** Agent lanes in SQS: entries in tens, each failed entry retried or returned. */
export class SqsLaneSender implements LaneSender {
  readonly #options: SqsLaneSenderOptions;

  constructor(options: SqsLaneSenderOptions) {
    this.#options = options;
  }

  async send(entries: readonly LaneEntry[]): Promise<readonly SendOutcome[]> {
    const outcomes: SendOutcome[] = entries.map(() => ({ sent: false, cause: 'NO_LANE' }));
    const byUrl = Map.groupBy(this.#toPending(entries, outcomes), ({ url }) => url);
    const pages = [...byUrl.values()].flatMap(queuePages);
    await Promise.all(pages.map((page) => sendPage(page, outcomes, this.#options)));
    return outcomes;
  }

  #toPending(entries: readonly LaneEntry[], outcomes: SendOutcome[]): Pending[] {
    return entries.flatMap((entry, index) => {
      const url = this.#options.laneUrls[entry.agentType]?.[entry.tier];
      if (url === undefined) return [];
      const formatted = formatEntry(entry, index);
      if (entryBytes(formatted) <= MOST_BYTES) return [{ index, url, entry: formatted }];
      outcomes[index] = { sent: false, cause: 'TOO_LARGE' };
      return [];
    });
  }
}

/** What the lane's message looks like on the wire. */
const formatEntry = (entry: LaneEntry, index: number): SendMessageBatchRequestEntry => ({
  Id: String(index),
  MessageBody: JSON.stringify(entry.message),
  ...(entry.delaySeconds > 0 ? { DelaySeconds: entry.delaySeconds } : {}),
  ...(entry.groupId === undefined ? {} : { MessageGroupId: entry.groupId }),
});
