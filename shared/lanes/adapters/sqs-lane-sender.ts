import type { SendMessageBatchRequestEntry } from '@aws-sdk/client-sqs';
import type { Priority } from '../../messages/priority.ts';
import type { LaneEntry, LaneSender, SendOutcome } from '../lane-sender.ts';
import type { LargeBodies } from '../large-bodies.ts';
import { checkIn } from '../large-message.ts';
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
  /** Where a message goes that no queue takes; a reference goes into its lane. @default it is not sent: `TOO_LARGE` */
  readonly largeBodies?: Pick<LargeBodies, 'put'> | undefined;
};

/** Agent lanes in SQS: entries in tens, each failed entry retried or returned. */
export class SqsLaneSender implements LaneSender {
  readonly #options: SqsLaneSenderOptions;

  constructor(options: SqsLaneSenderOptions) {
    this.#options = options;
  }

  async send(entries: readonly LaneEntry[]): Promise<readonly SendOutcome[]> {
    const outcomes: SendOutcome[] = entries.map(() => ({ sent: false, cause: 'NO_LANE' }));
    const pending = await this.#checkInLarge(this.#toPending(entries), entries, outcomes);
    const byUrl = Map.groupBy(pending, ({ url }) => url);
    const pages = [...byUrl.values()].flatMap(queuePages);
    await Promise.all(pages.map((page) => sendPage(page, outcomes, this.#options)));
    return outcomes;
  }

  #toPending(entries: readonly LaneEntry[]): Pending[] {
    return entries.flatMap((entry, index) => {
      const url = this.#options.laneUrls[entry.agentType]?.[entry.tier];
      if (url === undefined) return [];
      return [{ index, url, entry: formatEntry(entry, index) }];
    });
  }

  /** Messages that no queue takes are kept first: what is in a lane can be read. Nothing is awaited where there is none. */
  async #checkInLarge(
    pending: readonly Pending[],
    entries: readonly LaneEntry[],
    outcomes: SendOutcome[],
  ): Promise<readonly Pending[]> {
    if (pending.every(({ entry }) => entryBytes(entry) <= MOST_BYTES)) return pending;
    const checked = await Promise.all(
      pending.map(async (each) => {
        const entry = entries[each.index];
        if (entry === undefined || entryBytes(each.entry) <= MOST_BYTES) return [each];
        const kept = await keep(entry, this.#options.largeBodies);
        if (typeof kept !== 'string') return [{ ...each, entry: formatEntry(kept, each.index) }];
        outcomes[each.index] = { sent: false, cause: kept };
        return [];
      }),
    );
    return checked.flat();
  }
}

/** The entry that refers to what was kept, or why it was not. */
const keep = async (
  entry: LaneEntry,
  largeBodies: SqsLaneSenderOptions['largeBodies'],
): Promise<LaneEntry | string> => {
  if (largeBodies === undefined) return 'TOO_LARGE';
  const { key, text, message } = checkIn(entry.message);
  try {
    await largeBodies.put(key, text);
    return { ...entry, message };
  } catch {
    return 'LARGE_BODY_NOT_KEPT';
  }
};

/** What the lane's message looks like on the wire. */
const formatEntry = (entry: LaneEntry, index: number): SendMessageBatchRequestEntry => ({
  Id: String(index),
  MessageBody: JSON.stringify(entry.message),
  ...(entry.delaySeconds > 0 ? { DelaySeconds: entry.delaySeconds } : {}),
  ...(entry.groupId === undefined ? {} : { MessageGroupId: entry.groupId }),
});
