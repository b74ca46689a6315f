/** A received message, as far as its queue is concerned. */
export type Receipt = { readonly queueArn: string; readonly receiptHandle: string };

/** What a consumer may do to messages that it has received, beside answering with a partial batch response. */
export type LaneQueue = {
  /** Removes messages now; already removed ones are no error. Throws when one could not be removed. */
  delete(receipts: readonly Receipt[]): Promise<void>;
  /** Makes messages visible again after their delays (0 to 43,200 s) instead of the queue's time-out. Best effort. */
  returnLater(returns: readonly (Receipt & { readonly delaySeconds: number })[]): Promise<void>;
};
