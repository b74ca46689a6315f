/** Messages that may lead to one another; more are a loop, since no workflow of ours has half as many. */
export const MOST_HOPS = 16;

/** How many messages led to one. Lambda's own loop detection does not see through a table's stream or the bus. */
export const hopsOf = (message: {
  readonly correlation?: { readonly hops?: number | undefined } | undefined;
}): number => message.correlation?.hops ?? 0;

/** Whether a message is part of a loop. */
export const isLooping = (message: Parameters<typeof hopsOf>[0]): boolean => hopsOf(message) > MOST_HOPS;

/**
 * Whether subscribers have heard of a message's loop before. They may be a part of it: a loop of which they hear at every turn
 * goes on for ever, whatever is done with its messages.
 */
export const isKnownLoop = (message: Parameters<typeof hopsOf>[0]): boolean =>
  hopsOf(message) > MOST_HOPS + 2;
