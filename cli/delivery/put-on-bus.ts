import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import * as z from 'zod';
import { BATCH, batchIdIn, isBatch } from '../../shared/messages/batch-message.ts';
import { identifier } from '../../shared/messages/fields.ts';
import { isDeeperThan } from '../../shared/messages/is-deeper-than.ts';
import { messageIdIn } from '../../shared/messages/message-id.ts';
import { pagesWithin } from '../../shared/messages/pages-of.ts';
import { type Parsed, parseMessage } from '../../shared/messages/parse-message.ts';
import { BUS_LIMITS, type BusAccess, bytesOf, putPage } from '../../shared/relay/adapters/put-entries.ts';
import type { Delivery } from './delivery.ts';
import { type Indexed, sendInPages } from './in-pages.ts';

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

/** The specification's batch says nothing of its type; who sends it somebody has to say. */
const batchWrappingSchema = z.looseObject({
  source: usable.max(256),
  messageType: z.literal(BATCH).default(BATCH),
  batchMessage: z.looseObject({ batchId: identifier }),
});

/**
 * Puts documents on a bus, in tens, each failed entry again. A document that the bus cannot carry is REJECTED, and then
 * nothing is sent. Throws when the bus answers nothing at all.
 */
export const putOnBus = async (
  documents: readonly unknown[],
  busName: string,
  bus: BusAccess,
): Promise<readonly Delivery[]> => {
  const entries = documents.map((document) => busEntry(document, busName));
  if (entries.some(({ ok }) => !ok))
    return documents.map((document, at) => refused(document, entries[at], at));
  const ready = documents.flatMap((document, index) => {
    const entry = entries[index];
    return entry?.ok ? [{ index, document, ready: entry.value }] : [];
  });
  const pages = pagesWithin(ready, BUS_LIMITS, ({ ready: entry }) => bytesOf(entry));
  return sendInPages(pages, (page) => sendPage(page, bus));
};

const busEntry = (document: unknown, busName: string): Parsed<PutEventsRequestEntry> => {
  if (isDeeperThan(document, DEEPEST)) {
    const rule = `must be nested at most ${DEEPEST} levels deep to be put on the bus`;
    return { ok: false, issues: [{ path: '', rule }] };
  }
  const parsed = isBatch(document)
    ? parseMessage(batchWrappingSchema, document)
    : parseMessage(wrappingSchema, document);
  if (!parsed.ok) return parsed;
  const { source, messageType } = parsed.value;
  const value = {
    EventBusName: busName,
    Source: source,
    DetailType: messageType,
    Detail: JSON.stringify(document),
  };
  if (bytesOf(value) > BUS_LIMITS.mostInAll) {
    const rule = 'must be below 1 MB to be put on the bus: --direct takes a larger one';
    return { ok: false, issues: [{ path: '', rule }] };
  }
  return { ok: true, value };
};

const refused = (
  document: unknown,
  entry: Parsed<PutEventsRequestEntry> | undefined,
  index: number,
): Delivery => {
  const ids = idsIn(document);
  return entry?.ok === false
    ? { index, ...ids, status: 'REJECTED', issues: entry.issues }
    : { index, ...ids, status: 'NOT_SENT' };
};

const sendPage = async (
  page: readonly Indexed<PutEventsRequestEntry>[],
  bus: BusAccess,
): Promise<readonly Delivery[]> => {
  const outcomes = await putPage(
    page.map(({ ready }) => ready),
    bus,
    (error) => {
      throw error;
    },
  );
  return page.map(({ index, document }, at): Delivery => {
    const outcome = outcomes[at];
    const ids = idsIn(document);
    return outcome?.put
      ? { index, ...ids, status: 'PUT' }
      : { index, ...ids, status: 'FAILED', cause: outcome?.cause ?? 'NO_ANSWER' };
  });
};

/** By what a document can be followed. */
const idsIn = (document: unknown): Pick<Delivery, 'commandId' | 'batchId'> =>
  isBatch(document) ? { batchId: batchIdIn(document) } : { commandId: messageIdIn(document) };
