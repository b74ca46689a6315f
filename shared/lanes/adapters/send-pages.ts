import {
  SendMessageBatchCommand,
  type SendMessageBatchRequestEntry,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { pagesWithin } from '../../messages/pages-of.ts';
import { backoffMs } from '../../resilience/backoff.ts';
import type { SendOutcome } from '../lane-sender.ts';

/** Entries in one batch call at most, and bytes of all of them together, which is also one message's limit (1 MiB of SQS). */
export const MOST_ENTRIES = 10;
export const MOST_BYTES = 1_048_576;
const MOST_TRIES = 4;
const RETRY_BOUNDS = { baseMs: 50, capMs: 1000 };

/** How queues are reached. */
export type QueueAccess = {
  readonly client: Pick<SQSClient, 'send'>;
  readonly random: () => number;
  readonly sleep: (ms: number) => Promise<void>;
};

/** An entry on its way into a queue, and the place of its outcome. */
export type Pending = {
  readonly index: number;
  readonly url: string;
  readonly entry: SendMessageBatchRequestEntry;
};

/** Splits the entries of one queue into pages that a call takes, in order. */
export const queuePages = (pending: readonly Pending[]): readonly Pending[][] =>
  pagesWithin(pending, { most: MOST_ENTRIES, mostInAll: MOST_BYTES }, ({ entry }) => entryBytes(entry));

/** Bytes of an entry as SQS counts them: its body, and names, types and values of its attributes. */
export const entryBytes = ({
  MessageBody = '',
  MessageAttributes = {},
}: SendMessageBatchRequestEntry): number =>
  Object.entries(MessageAttributes)
    .flatMap(([name, { DataType = '', StringValue = '' }]) => [name, DataType, StringValue])
    .reduce((bytes, text) => bytes + Buffer.byteLength(text), Buffer.byteLength(MessageBody));

/**
 * Sends at most 10 entries of one queue, again those that may still succeed, and writes the outcome of each to its place.
 * Never throws.
 */
export const sendPage = async (
  page: readonly Pending[],
  outcomes: SendOutcome[],
  access: QueueAccess,
): Promise<void> => {
  let pending = page;
  for (let tries = 0; tries < MOST_TRIES && pending.length > 0; tries += 1) {
    if (tries > 0) await access.sleep(backoffMs(tries, RETRY_BOUNDS, access.random));
    pending = await tryPage(pending, outcomes, access);
  }
};

/** Sends once and gives back what may still succeed. */
const tryPage = async (
  page: readonly Pending[],
  outcomes: SendOutcome[],
  { client }: QueueAccess,
): Promise<readonly Pending[]> => {
  try {
    const answer = await client.send(
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
};
