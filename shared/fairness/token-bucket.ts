/**
 * A bucket of tokens, kept as one number: the moment, in milliseconds since 1970, at which it would be full of what was never
 * taken (the "theoretical arrival time" of the generic cell rate algorithm). Each token moves it on by the time of one.
 */
export type BucketTime = number;

/** A bucket at rest holds the tokens of a second, and one at least. */
const BURST_MS = 1000;

/** Milliseconds of `count` tokens at a rate of tokens a second. */
export const msOf = (count: number, perSecond: number): number => (count * 1000) / perSecond;

/** By how much a bucket's time may run ahead of now without anybody having to wait. */
export const burstMs = (perSecond: number): number => Math.max(BURST_MS, msOf(1, perSecond));

/** Tokens that a bucket gives now to whoever would wait `patienceMs` for the last of them. */
export const tokensIn = (
  time: BucketTime,
  perSecond: number,
  { now, patienceMs }: { readonly now: number; readonly patienceMs: number },
): number => {
  const spareMs = now + burstMs(perSecond) + patienceMs - Math.max(time, now);
  return Math.max(0, Math.floor((spareMs * perSecond) / 1000 + 1e-9));
};

/** Milliseconds until a bucket whose time is this has truly given all that was taken of it. */
export const waitOf = (time: BucketTime, perSecond: number, now: number): number =>
  Math.max(0, time - burstMs(perSecond) - now);
