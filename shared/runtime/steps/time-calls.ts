import type { Balancer } from '../../balancing/balancer.ts';
import type { Settled } from '../settled.ts';
import type { Claimed } from './work.ts';

/**
 * Has the balancer know how long each identity's calls take. One that failed counts as the whole time-out: else an identity
 * that refuses at once would look like the fastest of all.
 */
export const timeCalls =
  <C extends Claimed<unknown>>(
    deliver: (claimed: C) => Promise<Settled>,
    balancer: Pick<Balancer, 'ended'>,
    now: () => number,
    timeoutMs: number,
  ) =>
  async (claimed: C): Promise<Settled> => {
    const startedAt = now();
    const settled = await deliver(claimed);
    const hasAnswered = settled.outcome === 'SENT' || settled.outcome === 'FAILED';
    const tookMs = Math.max(0, now() - startedAt);
    balancer.ended(claimed.lane.identity, hasAnswered ? tookMs : Math.max(tookMs, timeoutMs));
    return settled;
  };
