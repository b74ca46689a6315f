import {
  SendMessageBatchCommand,
  type SendMessageBatchRequestEntry,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { pagesOf } from '../../messages/pages-of.ts';
import type { Priority } from '../../messages/priority.ts';
import { backoffMs } from '../../resilience/backoff.ts';
import type { LaneEntry, LaneSender, SendOutcome } from '../lane-sender.ts';

/** Entries in one `SendMessageBatch` at most, and bytes in all of them (SQS's limits). */
const MOST_ENTRIES = 10;
const MOST_BYTES = 1_000_000;
const MOST_TRIES = 4;
const RETRY_BOUNDS = { baseMs: 50, capMs: 1000 };

export type SqsLaneSenderOptions = {
  readonly client: Pick<SQSClient, 'send'>;
  readonly laneUrls: Readonly<Record<string, Readonly<Partial<Record<Priority, string>>>>>;
  readonly random: () => number;
  readonly sleep: (ms: number) => Promise<void>;
};

type Pending = { readonly index: number; readonly url: string; readonly entry: SendMessageBatchRequestEntry };

/** Agent lanes in SQS: entries in tens, each failed entry retried or returned. */
export class SqsLaneSender implements LaneSender {
  readonly #options: SqsLaneSenderOptions;

  constructor(options: SqsLaneSenderOptions) {
    this.#options = options;
  }

  async send(entries: readonly LaneEntry[]): Promise<readonly SendOutcome[]> {
    const outcomes: SendOutcome[] = entries.map(() => ({ sent: false, cause: 'NO_LANE' }));
    const byUrl = Map.groupBy(this.#toPending(entries, outcomes), ({ url }) => url);
    const pages = [...byUrl.values()].flatMap((pending) => pagesOf(pending, MOST_ENTRIES));
    await Promise.all(pages.map((page) => this.#sendPage(page, outcomes)));
    return outcomes;
  }

  #toPending(entries: readonly LaneEntry[], outcomes: SendOutcome[]): Pending[] {
    return entries.flatMap((entry, index) => {
      const url = this.#options.laneUrls[entry.agentType]?.[entry.tier];
      if (url === undefined) return [];
      const formatted = formatEntry(entry, index);
      if (Buffer.byteLength(formatted.MessageBody ?? '') <= MOST_BYTES)
        return [{ index, url, entry: formatted }];
      outcomes[index] = { sent: false, cause: 'TOO_LARGE' };
      return [];
    });
  }

  async #sendPage(page: readonly Pending[], outcomes: SendOutcome[]): Promise<void> {
    let pending = page;
    for (let tries = 0; tries < MOST_TRIES && pending.length > 0; tries += 1) {
      if (tries > 0) await this.#options.sleep(backoffMs(tries, RETRY_BOUNDS, this.#options.random));
      pending = await this.#tryPage(pending, outcomes);
    }
  }

  /** Sends once and gives back what may still succeed. */
  async #tryPage(page: readonly Pending[], outcomes: SendOutcome[]): Promise<readonly Pending[]> {
    try {
      const answer = await this.#options.client.send(
        new SendMessageBatchCommand({ QueueUrl: page[0]?.url, Entries: page.map(({ entry }) => entry) }),
      );
      const failed = new Map(answer.Failed?.map((failure) => [failure.Id, failure]));
      return page.filter(({ index, entry }) => {
        const failure = failed.get(entry.Id);
        outcomes[index] = failure ? { sent: false, cause: failure.Code ?? 'SQS_FAILED' } : { sent: true };
        return failure !== undefined && failure.SenderFault !== true;
      });
    } catch (error) {
      const cause = error instanceof Error ? error.name : 'SQS_FAILED';
      for (const { index } of page) outcomes[index] = { sent: false, cause };
      return page;
    }
  }
}

/** What the lane's message looks like on the wire. */
const formatEntry = (entry: LaneEntry, index: number): SendMessageBatchRequestEntry => ({
  Id: String(index),
  MessageBody: JSON.stringify(entry.message),
  ...(entry.delaySeconds > 0 ? { DelaySeconds: entry.delaySeconds } : {}),
  ...(entry.groupId === undefined ? {} : { MessageGroupId: entry.groupId }),
});
