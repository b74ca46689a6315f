import { campaignBucket, identityBucket, latestAt, type RateOf } from './pool-rates.ts';
import type { Purse } from './purse.ts';
import { msOf, tokensIn, waitOf } from './token-bucket.ts';
import type { BucketTimes, Want } from './token-ledger.ts';

/** By whom a message is sent, and for which campaign. */
export type Turn = { readonly identity: string; readonly campaignId?: string | undefined };

/** The buckets of which it needs a token. */
export const bucketsOf = ({ identity, campaignId }: Turn): readonly string[] => [
  identityBucket(identity),
  campaignBucket(campaignId),
];

/** What is known of the buckets, and how long messages would wait. */
export type PlanInput = {
  readonly rates: RateOf;
  readonly times: BucketTimes;
  readonly purse: Purse;
  readonly now: number;
  readonly patienceMs: number;
};

/** Goes through the messages in order: each goes on for which all its buckets have a token. */
export const planTurns = (messages: readonly Turn[], { rates, times, purse, now, patienceMs }: PlanInput) => {
  const used = new Map<string, number>();
  const lacking = new Map<string, number>();
  const limited = (message: Turn) => bucketsOf(message).filter((bucket) => rates(bucket) !== undefined);
  const rateOf = (bucket: string) => rates(bucket) ?? 1;
  const hasToken = (bucket: string): boolean => {
    const more = tokensIn(times[bucket] ?? 0, rateOf(bucket), { now, patienceMs });
    return (used.get(bucket) ?? 0) < purse.count(bucket, now) + more;
  };
  const waits = messages.map((message) => {
    const buckets = limited(message);
    const empty = buckets.filter((bucket) => !hasToken(bucket));
    const counts = empty.length === 0 ? used : lacking;
    for (const bucket of empty.length === 0 ? buckets : empty)
      counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
    const wait = (bucket: string) =>
      waitOf(times[bucket] ?? 0, rateOf(bucket), now) + msOf(lacking.get(bucket) ?? 1, rateOf(bucket));
    return Math.max(0, ...empty.map(wait));
  });
  const taken = takenFor(used, { rates, times, purse, now, patienceMs });
  const wants = taken.map(
    ({ bucket, tokens }): Want => ({
      bucket,
      ms: msOf(tokens, rateOf(bucket)),
      latestAt: latestAt(rateOf(bucket), now, patienceMs),
    }),
  );
  return { waits, used, taken, wants };
};

/** What must be taken of which bucket: what is lacking, or what is usually used of it where that is there at once. */
const takenFor = (used: ReadonlyMap<string, number>, { rates, times, purse, now }: PlanInput) =>
  [...used].flatMap(([bucket, count]) => {
    const need = count - purse.count(bucket, now);
    if (need <= 0) return [];
    const atOnce = tokensIn(times[bucket] ?? 0, rates(bucket) ?? 1, { now, patienceMs: 0 });
    return [{ bucket, tokens: Math.max(need, Math.min(atOnce, purse.usual(bucket, now))) }];
  });
