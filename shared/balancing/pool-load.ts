/** What an identity did: calls that ended, and the milliseconds that they took together. */
export type Load = { readonly calls: number; readonly busyMs: number };

/** Loads of a pool by identity. */
export type PoolLoad = Readonly<Record<string, Load>>;

/** What all processes reported for a span of time, by its number. */
export type LoadBuckets = Readonly<Record<number, PoolLoad>>;

/** Milliseconds of a span: what a process that died reported is forgotten after two of them. */
export const BUCKET_MS = 2000;

/** The span of a moment in milliseconds since 1970. */
export const bucketAt = (now: number): number => Math.floor(now / BUCKET_MS);

/** What is known of an identity from everybody's reports: calls on their way on average, and how long one took. */
export type KnownLoad = { readonly inFlight: number; readonly responseMs: number | undefined };

/**
 * The load of an identity over this span and the one before. Calls on their way are not counted up and down, which a crash
 * would leave wrong for ever: they are the time that calls took in a span, divided by its length (Little's law).
 */
export const loadOf = (identity: string, buckets: LoadBuckets, now: number): KnownLoad => {
  const bucket = bucketAt(now);
  let [calls, busyMs] = [0, 0];
  for (const each of [bucket - 1, bucket]) {
    const load = buckets[each]?.[identity];
    calls += load?.calls ?? 0;
    busyMs += load?.busyMs ?? 0;
  }
  const spanMs = BUCKET_MS + (now % BUCKET_MS);
  return { inFlight: busyMs / spanMs, responseMs: calls > 0 ? busyMs / calls : undefined };
};
