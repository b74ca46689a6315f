import type { Blame } from '../resilience/failure-verdicts.ts';

/** What became of one provider call. `blame` says whom a failure speaks against; absent where it says nothing of anybody. */
export type ChannelOutcome =
  /** The provider took it. */
  | { readonly kind: 'accepted'; readonly providerMessageId: string }
  /** Proven not taken, and another attempt may succeed. */
  | {
      readonly kind: 'not-accepted';
      readonly cause: string;
      readonly blame?: Blame;
      readonly retryAfterMs?: number | undefined;
    }
  /** Proven not taken, and this message never will be. */
  | { readonly kind: 'refused'; readonly cause: string; readonly blame?: Blame }
  /** Nobody knows: no answer, or one that proves nothing. */
  | { readonly kind: 'unknown'; readonly cause: string; readonly blame?: Blame };

/** The ids that a provider carries back with its receipts. */
export type Attempt = { readonly commandId: string; readonly attempt: number };

/** One provider of a channel. Calls it at most once for each `send`, never throws, and answers within its time-out. */
export type Channel<Content> = {
  /**
   * The provider takes a command once, however many attempts of it come: only then is one whose fate nobody knows sent
   * again. @default false
   */
  readonly idempotent?: boolean | undefined;
  send(content: Content, attempt: Attempt): Promise<ChannelOutcome>;
};

/** Names under which a provider carries back the ids of an attempt, and the stage where all stages share its receipts. */
export const receiptTags = {
  command: 'switchboard-command',
  attempt: 'switchboard-attempt',
  stage: 'switchboard-stage',
} as const;
