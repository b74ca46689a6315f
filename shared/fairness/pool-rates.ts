import { type AgentType, weightOf } from '../agents/agent-registry.ts';
import { rateOf, type Shares } from './shares.ts';
import { burstMs } from './token-bucket.ts';
import type { BucketTimes } from './token-ledger.ts';

/** Names of buckets: of an identity, and of a campaign; messages without one share a bucket as if they were one. */
export const identityBucket = (identity: string): string => `i|${identity}`;
export const campaignBucket = (campaignId = ''): string => `c|${campaignId}`;

/** A campaign that took nothing for so many milliseconds, beside its burst, leaves its share to the others. */
const ACTIVE_MS = 3000;

/** Tokens a second of a bucket; `undefined` where nothing limits it. */
export type RateOf = (bucket: string) => number | undefined;

/**
 * The rates of a pool's buckets as of now: of an identity its capacity; of a campaign its weight's part of all of them, among
 * the campaigns that are sending. Where one identity in service has no limit, campaigns have none.
 */
export const poolRates = (
  { identities }: Pick<AgentType, 'identities'>,
  shares: Shares,
  { times, campaigns, now }: { times: BucketTimes; campaigns: readonly string[]; now: number },
): RateOf => {
  const rates = new Map<string, number>();
  let total = 0;
  for (const [identity, own] of Object.entries(identities)) {
    const rate = rateOf(identity, own, shares);
    if (rate !== undefined) rates.set(identityBucket(identity), rate);
    if ((shares.identities[identity]?.weight ?? weightOf(own)) > 0) total += rate ?? Number.POSITIVE_INFINITY;
  }
  if (!Number.isFinite(total) || total === 0) return (bucket) => rates.get(bucket);
  const weightOfCampaign = (bucket: string) => shares.campaigns[bucket.slice(2)] ?? 1;
  const sending = new Set(campaigns.map((id) => campaignBucket(id)));
  for (const [bucket, time] of Object.entries(times))
    if (bucket.startsWith('c|') && time > now - ACTIVE_MS) sending.add(bucket);
  let weights = 0;
  for (const bucket of sending) weights += weightOfCampaign(bucket);
  for (const bucket of sending) rates.set(bucket, (total * weightOfCampaign(bucket)) / weights);
  return (bucket) => rates.get(bucket);
};

/** Until when a bucket's time may run for one who waits so long. */
export const latestAt = (perSecond: number, now: number, patienceMs: number): number =>
  now + burstMs(perSecond) + patienceMs + ROUNDING_MS;

const ROUNDING_MS = 0.01;
