import {
  type EventBridgeClient,
  PutEventsCommand,
  type PutEventsRequestEntry,
} from '@aws-sdk/client-eventbridge';
import { pagesWithin } from '../../messages/pages-of.ts';
import { backoffMs } from '../../resilience/backoff.ts';

/** Entries in one `PutEvents` at most, and bytes of all of them together: EventBridge says "less than 1 MB". */
export const BUS_LIMITS = { most: 10, mostInAll: 999_999 } as const;
const MOST_TRIES = 4;
const RETRY_BOUNDS = { baseMs: 50, capMs: 1000 };

/** How a bus is reached. */
export type BusAccess = {
  readonly client: Pick<EventBridgeClient, 'send'>;
  /** A random number of [0, 1), for the jitter of retries. */
  readonly random: () => number;
  readonly sleep: (ms: number) => Promise<void>;
};

/** Whether the bus has an entry, or the code of why not. */
export type PutOutcome = { readonly put: true } | { readonly put: false; readonly cause: string };

/**
 * Puts entries in tens and within a call's size, each failed one again, with full jitter and at most four times. Never throws:
 * says of each entry what became of it, in their order.
 */
export const putEntries = async (
  entries: readonly PutEventsRequestEntry[],
  access: BusAccess,
): Promise<readonly PutOutcome[]> => {
  const outcomes: PutOutcome[] = [];
  for (const page of pagesWithin(entries, BUS_LIMITS, bytesOf)) {
    const answers = await putPage(page, access, (error) => {
      const cause = error instanceof Error ? error.name : 'NO_ANSWER';
      return page.map(() => ({ put: false, cause }));
    });
    outcomes.push(...answers);
  }
  return outcomes;
};

/**
 * Puts what one call takes, each failed entry again, with full jitter and at most four times. `thrown` says what a call without
 * an answer means; it may throw.
 */
export const putPage = async (
  page: readonly PutEventsRequestEntry[],
  access: BusAccess,
  thrown: (error: unknown) => readonly PutOutcome[],
): Promise<readonly PutOutcome[]> => {
  const outcomes: PutOutcome[] = page.map(() => NO_ANSWER);
  let pending = page.map((entry, index) => ({ entry, index }));
  for (let tries = 0; tries < MOST_TRIES && pending.length > 0; tries += 1) {
    if (tries > 0) await access.sleep(backoffMs(tries, RETRY_BOUNDS, access.random));
    const Entries = pending.map(({ entry }) => entry);
    const answers = await put(Entries, access).catch(thrown);
    for (const [at, { index }] of pending.entries()) outcomes[index] = answers[at] ?? NO_ANSWER;
    pending = pending.filter(({ index }) => outcomes[index]?.put !== true);
  }
  return outcomes;
};

/** Bytes of an entry as EventBridge counts them. */
export const bytesOf = ({ Source = '', DetailType = '', Detail = '' }: PutEventsRequestEntry): number =>
  Buffer.byteLength(Source) + Buffer.byteLength(DetailType) + Buffer.byteLength(Detail);

const NO_ANSWER: PutOutcome = { put: false, cause: 'NO_ANSWER' };

const put = async (
  Entries: PutEventsRequestEntry[],
  { client }: BusAccess,
): Promise<readonly PutOutcome[]> => {
  const answer = await client.send(new PutEventsCommand({ Entries }));
  return Entries.map((_, index) => {
    const { EventId, ErrorCode } = answer.Entries?.[index] ?? {};
    return EventId !== undefined && ErrorCode === undefined
      ? { put: true }
      : { put: false, cause: ErrorCode ?? 'NO_ANSWER' };
  });
};
