import {
  type EventBridgeClient,
  PutEventsCommand,
  type PutEventsRequestEntry,
} from '@aws-sdk/client-eventbridge';
import * as z from 'zod';
import { isDeeperThan } from '../../shared/messages/is-deeper-than.ts';
import { messageIdIn } from '../../shared/messages/message-id.ts';
import { type Parsed, parseMessage } from '../../shared/messages/parse-message.ts';
import type { Delivery } from './delivery.ts';
import { type Indexed, sendInPages } from './in-pages.ts';

/** Entries in one `PutEvents` at most, and bytes in all of them (EventBridge's limits are 10 and 1 MiB). */
const MOST_ENTRIES = 10;
const MOST_BYTES = 1_000_000;
/** Deeper documents overflow the stack of whoever writes them. */
const DEEPEST = 500;

const usable = z.string({ error: 'must be text' }).min(1, 'must not be empty');
/** What the bus itself needs of a document, and the id without which nobody could follow it; the front door checks the rest. */
const wrappingSchema = z.looseObject(
  {
    messageId: z.uuid({ error: 'must be a UUID; --fresh stamps a new one' }),
    source: usable.max(256),
    messageType: usable.max(128),
  },
  { error: 'must be a JSON object' },
);

/**
 * Puts documents on a bus, in tens, and looks at every entry. A document that the bus cannot carry is REJECTED, and then
 * nothing is sent. Throws when the bus answers nothing at all.
 */
export const putOnBus = async (
  documents: readonly unknown[],
  busName: string,
  client: Pick<EventBridgeClient, 'send'>,
): Promise<readonly Delivery[]> => {
  const entries = documents.map((document) => busEntry(document, busName));
  if (entries.some(({ ok }) => !ok))
    return documents.map((document, at) => refused(document, entries[at], at));
  const ready = documents.flatMap((document, index) => {
    const entry = entries[index];
    return entry?.ok ? [{ index, document, ready: entry.value }] : [];
  });
  return sendInPages(pagesBySize(ready), (page) => putPage(page, client));
};

const busEntry = (document: unknown, busName: string): Parsed<PutEventsRequestEntry> => {
  if (isDeeperThan(document, DEEPEST)) {
    const rule = `must be nested at most ${DEEPEST} levels deep to be put on the bus`;
    return { ok: false, issues: [{ path: '', rule }] };
  }
  const parsed = parseMessage(wrappingSchema, document);
  if (!parsed.ok) return parsed;
  const { source, messageType } = parsed.value;
  const value = {
    EventBusName: busName,
    Source: source,
    DetailType: messageType,
    Detail: JSON.stringify(document),
  };
  return { ok: true, value };
};

const refused = (
  document: unknown,
  entry: Parsed<PutEventsRequestEntry> | undefined,
  index: number,
): Delivery => {
  const commandId = messageIdIn(document);
  return entry?.ok === false
    ? { index, commandId, status: 'REJECTED', issues: entry.issues }
    : { index, commandId, status: 'NOT_SENT' };
};

const pagesBySize = (ready: readonly Indexed<PutEventsRequestEntry>[]) => {
  const pages: Indexed<PutEventsRequestEntry>[][] = [];
  let bytes = 0;
  for (const entry of ready) {
    const size = Buffer.byteLength(entry.ready.Detail ?? '') + 1024;
    const page = pages.at(-1);
    const fits = page !== undefined && page.length < MOST_ENTRIES && bytes + size <= MOST_BYTES;
    bytes = fits ? bytes + size : size;
    if (fits) page.push(entry);
    else pages.push([entry]);
  }
  return pages;
};

const putPage = async (
  page: readonly Indexed<PutEventsRequestEntry>[],
  client: Pick<EventBridgeClient, 'send'>,
): Promise<readonly Delivery[]> => {
  const answer = await client.send(new PutEventsCommand({ Entries: page.map(({ ready }) => ready) }));
  return page.map(({ index, document }, at): Delivery => {
    const result = answer.Entries?.[at];
    const commandId = messageIdIn(document);
    return result?.EventId === undefined || result.ErrorCode !== undefined
      ? { index, commandId, status: 'FAILED', cause: result?.ErrorCode ?? 'NO_ANSWER' }
      : { index, commandId, status: 'PUT' };
  });
};
