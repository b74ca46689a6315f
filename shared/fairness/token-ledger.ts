import type { BucketTime } from './token-bucket.ts';

/** The times of a pool's buckets by name; one that is missing is full. */
export type BucketTimes = Readonly<Record<string, BucketTime>>;

/** What is to be taken of a bucket: by how much its time moves on, and at most until when. */
export type Want = { readonly bucket: string; readonly ms: number; readonly latestAt: BucketTime };

/** The token buckets of a pool, shared by all its processes. */
export type TokenLedger = {
  /**
   * Takes all that is wanted or nothing, in one conditional write, and gives the buckets' times as they are then. `known` is
   * what the caller last saw: a bucket that another process woke up meanwhile counts as refused once. Throws.
   */
  take(
    wants: readonly Want[],
    known: BucketTimes,
    now: number,
  ): Promise<{ readonly taken: boolean; readonly times: BucketTimes }>;
};

/** A bucket that was not touched for so many milliseconds is forgotten: it is full. */
export const FORGET_AFTER_MS = 600_000;
