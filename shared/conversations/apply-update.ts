import { isDeepStrictEqual } from 'node:util';
import type { Conversation, HistoryEntry } from './conversation.ts';

/** What a message says anew: context fields as of its time, and things that were said. */
export type ConversationChange = {
  readonly customerId: string;
  /** ISO 8601. */
  readonly at: string;
  readonly context?: Readonly<Record<string, unknown>>;
  readonly history?: readonly HistoryEntry[];
};

/** Bytes, as JSON, of one context field's value at most, and characters of its name. */
export const contextLimits = { valueBytes: 1000, nameLength: 64 } as const;

/**
 * An item in DynamoDB holds 400 KB, and encrypted text grows by a third. The newest of each kind are kept, by number and not by
 * their bytes together: only so does every order of arrival keep the same ones.
 */
const MOST_FIELDS = 50;
const MOST_ENTRIES = 100;
const MOST_ENTRY_BYTES = 2000;

/** Characters that remain of a longer entry's JSON. */
const CUT_LENGTH = 600;

/**
 * Applies a change. A context field that a newer message has said stays; an entry that is there stays; the oldest go when there
 * are too many. So changes may come late, twice and in any order. `undefined` when nothing is new.
 */
export const applyChange = (
  conversation: Conversation | undefined,
  { customerId, at, context = {}, history = [] }: ConversationChange,
): Conversation | undefined => {
  const before = conversation ?? { customerId, version: 0, context: {}, contextTimes: {}, history: [] };
  const fields = mergeContext(before, context, new Date(at).toISOString());
  const after = {
    customerId,
    version: before.version,
    context: Object.fromEntries(fields.map(([field, { value }]) => [field, value])),
    contextTimes: Object.fromEntries(fields.map(([field, { time }]) => [field, time])),
    history: mergeHistory(before.history, history),
  };
  return isDeepStrictEqual(after, before) ? undefined : { ...after, version: before.version + 1 };
};

type Said = { readonly time: string; readonly value: unknown };

const mergeContext = (
  { context, contextTimes }: Pick<Conversation, 'context' | 'contextTimes'>,
  added: Readonly<Record<string, unknown>>,
  time: string,
): readonly (readonly [field: string, said: Said])[] => {
  const times = new Map(Object.entries(contextTimes));
  const said = new Map(
    Object.entries(context).map(([field, value]) => [field, { time: times.get(field) ?? '', value }]),
  );
  for (const [field, value] of Object.entries(added)) {
    if (wins({ time, value }, said.get(field))) said.set(field, { time, value });
  }
  return [...said].toSorted(byNewest).slice(0, MOST_FIELDS);
};

/** Of two values said at the same time the greater text wins, so that every order of arrival ends the same. */
const wins = (said: Said, known: Said | undefined): boolean =>
  known === undefined ||
  said.time > known.time ||
  (said.time === known.time && JSON.stringify(said.value) > JSON.stringify(known.value));

const byNewest = ([fieldA, a]: readonly [string, Said], [fieldB, b]: readonly [string, Said]): number =>
  compare(b.time, a.time) || compare(fieldA, fieldB);

const mergeHistory = (
  known: readonly HistoryEntry[],
  added: readonly HistoryEntry[],
): readonly HistoryEntry[] => {
  const byId = new Map([...added.map(shortened), ...known].map((entry) => [entry.entryId, entry]));
  return [...byId.values()].toSorted(byTime).slice(-MOST_ENTRIES);
};

const byTime = (a: HistoryEntry, b: HistoryEntry): number =>
  Date.parse(a.at) - Date.parse(b.at) || compare(a.entryId, b.entryId);

const compare = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);

/** One entry must not push out the others: of a longer one its beginning is kept. */
const shortened = (entry: HistoryEntry): HistoryEntry => {
  const text = JSON.stringify(entry);
  if (Buffer.byteLength(text) <= MOST_ENTRY_BYTES) return entry;
  return { entryId: entry.entryId, at: entry.at, cut: text.slice(0, CUT_LENGTH) };
};
