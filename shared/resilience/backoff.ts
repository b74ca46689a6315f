/** Bounds of a retry's wait, in milliseconds. */
export type BackoffBounds = { readonly baseMs: number; readonly capMs: number };

/**
 * Exponential backoff with full jitter: a random wait of [0, min(cap, base × 2^retry)) ms, on top of what the other side
 * asked for. `random` gives [0, 1).
 */
export const backoffMs = (retry: number, bounds: BackoffBounds, random: () => number, askedMs = 0): number =>
  askedMs + Math.floor(random() * Math.min(bounds.capMs, bounds.baseMs * 2 ** retry));
