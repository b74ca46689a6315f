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

/** Entries that are kept, and bytes of them as JSON: an item in DynamoDB holds 400 KB, encrypted text grows by a third. */
const MOST_ENTRIES = 100;
const MOST_HISTORY_BYTES = 64_000;

/**
 * Applies a change. A context field that a newer message has said stays; an entry that is there stays; the oldest entries go
 * when there are too many. So changes may come late, twice and in any order. `undefined` when nothing is new.
 */
export const applyChange = (
  conversation: Conversation | undefined,
  { customerId, at, context = {}, history = [] }: ConversationChange,
): Conversation | undefined => {
  const before = conversation ?? { customerId, version: 0, context: {}, contextTimes: {}, history: [] };
  const time = new Date(at).toISOString();
  const newer = Object.entries(context).filter(([field, value]) =>
    wins({ time, value }, { time: ownOf(before.contextTimes, field), value: ownOf(before.context, field) }),
  );
  const merged = mergeHistory(before.history, history);
  if (newer.length === 0 && isDeepStrictEqual(merged, before.history)) return undefined;
  return {
    customerId,
    version: before.version + 1,
    context: { ...before.context, ...Object.fromEntries(newer) },
    contextTimes: { ...before.contextTimes, ...Object.fromEntries(newer.map(([field]) => [field, time])) },
    history: merged,
  };
};

/** Field names are the sender's: one such as `constructor` must not find what every object inherits. */
const ownOf = <Value>(fields: Readonly<Record<string, Value>>, name: string): Value | undefined =>
  Object.hasOwn(fields, name) ? fields[name] : undefined;

type Said = { readonly time: string | undefined; readonly value: unknown };

/** Of two values said at the same time the greater text wins, so that every order of arrival ends the same. */
const wins = (said: Said & { readonly time: string }, known: Said): boolean =>
  known.time === undefined ||
  said.time > known.time ||
  (said.time === known.time && JSON.stringify(said.value) > JSON.stringify(known.value));

const mergeHistory = (
  known: readonly HistoryEntry[],
  added: readonly HistoryEntry[],
): readonly HistoryEntry[] => {
  const ids = new Set(known.map(({ entryId }) => entryId));
  const all = [...known, ...added.filter(({ entryId }) => !ids.has(entryId))].toSorted(byTime);
  return newestThatFit(all);
};

const byTime = (a: HistoryEntry, b: HistoryEntry): number =>
  Date.parse(a.at) - Date.parse(b.at) || (a.entryId < b.entryId ? -1 : 1);

const newestThatFit = (entries: readonly HistoryEntry[]): readonly HistoryEntry[] => {
  let bytes = 0;
  const kept: HistoryEntry[] = [];
  for (const entry of entries.toReversed()) {
    bytes += Buffer.byteLength(JSON.stringify(entry));
    if (kept.length === MOST_ENTRIES || bytes > MOST_HISTORY_BYTES) break;
    kept.push(entry);
  }
  return kept.reverse();
};
