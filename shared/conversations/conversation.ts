import type { ContextFields } from '../messages/context-update.ts';

/** One thing that was said, by whom and when; its own fields are the sender's and survive. */
export type HistoryEntry = Readonly<Record<string, unknown>> & {
  /** The message that brought it, and its place there: what comes twice is one entry. */
  readonly entryId: string;
  /** ISO 8601. */
  readonly at: string;
};

/** What is known of the conversation with one customer: all of it personal, encrypted wherever it rests. */
export type Conversation = {
  readonly customerId: string;
  /** Grows by one with each change. */
  readonly version: number;
  readonly context: ContextFields;
  /** When each context field was last said, ISO 8601: an older message never overwrites a newer one's. */
  readonly contextTimes: Readonly<Record<string, string>>;
  /** Oldest first, bounded in number and size. */
  readonly history: readonly HistoryEntry[];
};
