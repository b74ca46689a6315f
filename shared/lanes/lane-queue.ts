/** A received message, as far as its queue is concerned. */
export type Receipt = { readonly queueArn: string; readonly receiptHandle: string };

/** A received message that must wait outside its lane, and why, as a code. */
export type AsideMessage = { readonly queueArn: string; readonly body: string; readonly cause: string };

/** The message attribute that says why a message was set aside. */
export const CAUSE_ATTRIBUTE = 'switchboard-cause';

/** What a consumer may do to messages that it has received, beside answering with a partial batch response. */
export type LaneQueue = {
  /** Removes messages now; already removed ones are no error. Throws when one could not be removed. */
  delete(receipts: readonly Receipt[]): Promise<void>;
  /** Makes messages visible again after their delays (0 to 43,200 s) instead of the queue's time-out. Best effort. */
  returnLater(returns: readonly (Receipt & { readonly delaySeconds: number })[]): Promise<void>;
  /**
   * Puts copies of messages into the dead-letter queues of their own queues, each with its cause as an attribute, and says of
   * each whether it is there. The received ones stay to be removed.
   */
  setAside(messages: readonly AsideMessage[]): Promise<readonly boolean[]>;
};
